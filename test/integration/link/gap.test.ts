import { describe, expect, it } from 'vitest';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { type Consumer, until } from './consumer.ts';
import { IDENTITY, LinkChild } from './link-child.ts';
import { ownedThings } from './owned.ts';
import { startRoom } from './room.ts';
import { makeRelease, makeWindow } from './sense-double.ts';

const owned = ownedThings();
const { device } = IDENTITY;

async function startAll() {
  const { mosquitto, folders, sense, consumer } = await startRoom(owned);
  const link = owned(new LinkChild({ ...folders, broker: mosquitto.url }), (child) => child.stop());
  await link.start();
  return { sense, consumer, link };
}

const parsed = (consumer: Consumer): readonly WindowMessage[] =>
  consumer.windows.map((window) => windowSchema.parse(window));

describe('a device that was off', () => {
  it('L1: is accounted for by a countless record for each slot and stream, once, when sense releases again', async () => {
    const { sense, consumer, link } = await startAll();
    const mood = [0, 1].map((seq) => makeRelease({ device, seq }));
    sense.release(...mood, makeRelease({ device, seq: 5, stream: 'presence' }));
    await until(
      () => consumer.windowCount >= 3 && sense.pending.length === 0,
      () => link.output,
    );
    await link.stop('SIGKILL');
    await link.start();
    // Ten slots later, in the next run of sense; the slots 2 to 9 passed with nobody there.
    sense.release(makeRelease({ device, boot: 2, seq: 10 }), makeRelease({ device, boot: 2, seq: 11 }));
    await until(
      () => parsed(consumer).some(({ boot, seq }) => boot === 2 && seq === 11),
      () => link.output,
      30_000,
    );
    const down = parsed(consumer).filter(({ suppressed }) => suppressed === 'down');
    expect(down.map(({ window }) => window.start)).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map((seq) => makeWindow({ device, seq }).window.start),
    );
    expect(down.every(({ boot, counts, stream }) => boot === 0 && counts === null && stream === 'mood')).toBe(true);
    expect(link.output).toContain('windows in which this device was off');
    await link.stop('SIGKILL');
    await link.start();
    sense.release(makeRelease({ device, boot: 2, seq: 12 }));
    await until(
      () => parsed(consumer).some(({ boot, seq }) => boot === 2 && seq === 12),
      () => link.output,
      30_000,
    );
    // What a kill makes uncertain is sent again, as the same bytes; nothing is made a second time.
    expect(new Set(consumer.windows.map((window) => JSON.stringify(window))).size).toBe(3 + down.length + 3);
  });
});
