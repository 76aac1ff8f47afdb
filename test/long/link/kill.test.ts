import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../shared/identity.ts';
import { deviceFilter } from '../../../shared/topics.ts';
import { Consumer, until } from '../../integration/link/consumer.ts';
import { LinkChild, makeFolders } from '../../integration/link/link-child.ts';
import { freePort, Mosquitto } from '../../integration/link/mosquitto.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { makeRelease, SenseDouble } from '../../integration/link/sense-double.ts';

const owned = ownedThings();
const WINDOWS = 5;
/** More calls than link makes for so few windows. */
const KILLS_MAX = 60;

/** What link writes, syncs and renames below its state folder. */
function tracedPaths(state: string): readonly string[] {
  const link = join(state, 'link');
  const session = join(link, 'session.json');
  const journal = join(link, 'journal');
  const files = [session, `${session}.temporary`, `${session}.previous`, join(link, 'cursor')];
  return [link, journal, join(journal, '000000000000000.segment'), ...files].flatMap((path) => ['-P', path]);
}

/** Kills link at the entry of the `nth` of these calls on its state; one thread does them all, so that they count up. */
const killAt = (state: string, calls: string, nth: number) => [
  'strace',
  '-f',
  '-qq',
  '-o',
  '/dev/null',
  ...tracedPaths(state),
  '-e',
  `trace=${calls}`,
  '-e',
  `inject=${calls}:signal=SIGKILL:when=${nth}`,
];

/** Runs link until the kill, and again without it; true when the kill happened. */
async function killedOnce(mosquitto: Mosquitto, calls: string, nth: number): Promise<boolean> {
  const identity: Identity = { v: 1, site: `at-${nth}`, device: `on-${calls.slice(0, 6).replace(/[^a-z]/g, '')}` };
  const folders = await makeFolders(identity);
  const consumer = await Consumer.open(mosquitto.url, deviceFilter(identity));
  const sense = new SenseDouble(folders.run);
  await sense.start();
  const under = killAt(folders.state, calls, nth);
  const environment = { UV_THREADPOOL_SIZE: '1' };
  const first = new LinkChild({ ...folders, broker: mosquitto.url, under, environment });
  const second = new LinkChild({ ...folders, broker: mosquitto.url });
  try {
    await first.start();
    for (let seq = 0; seq < WINDOWS && first.isRunning; seq += 1) {
      sense.release(makeRelease({ device: identity.device, seq }));
      await until(
        () => !first.isRunning || consumer.windowCount > seq,
        () => first.output,
        30_000,
      );
    }
    const released = sense.acknowledged.length + sense.pending.length;
    const wasKilled = !first.isRunning;
    await first.stop();
    for (let seq = released; seq < WINDOWS; seq += 1) sense.release(makeRelease({ device: identity.device, seq }));
    await second.start();
    const missing = () => WINDOWS - new Set(consumer.windows.map((window) => window['seq'])).size;
    await until(
      () => missing() === 0,
      () => `${missing()} missing at ${calls} ${nth}\n${second.output}`,
      30_000,
    );
    await until(async () => (await second.status()).outbox.depth === 0);
    expect((await second.status()).outbox.dropped).toEqual({});
    expect(second.output).not.toMatch(/damaged|unreadable|refuses/);
    const texts = consumer.messages.filter(({ topic }) => topic.includes('/agg/')).map(({ text }) => text);
    expect(new Set(texts).size).toBe(WINDOWS);
    expect(new Set((await second.windows()).map(({ seq }) => seq)).size).toBe(WINDOWS);
    return wasKilled;
  } finally {
    await first.stop('SIGKILL');
    await second.stop();
    await sense.stop();
    await consumer.close();
    await folders.remove();
  }
}

describe('link that is killed', () => {
  it.each([
    ['write,pwrite64', WINDOWS],
    ['fsync,fdatasync', WINDOWS],
    ['rename', 1],
  ])('L8: at every %s no window is lost, none has two contents, and every file is readable', async (calls, least) => {
    const mosquitto = owned(new Mosquitto(await freePort()), (broker) => broker.remove());
    await mosquitto.start();
    let kills = 0;
    while (kills < KILLS_MAX && (await killedOnce(mosquitto, calls, kills + 1))) kills += 1;
    expect(kills).toBeGreaterThan(least);
    expect(kills).toBeLessThan(KILLS_MAX);
  });
});
