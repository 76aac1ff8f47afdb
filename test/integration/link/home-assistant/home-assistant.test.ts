import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discoverySchema } from '../../../../device/link/home-assistant/discovery-schema.ts';
import { Consumer, until } from '../consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from '../link-child.ts';
import { freePort, Mosquitto } from '../mosquitto.ts';
import { SenseDouble } from '../sense-double.ts';

const TOPIC = `homeassistant/device/${IDENTITY.device}/config`;
const cleanups: (() => Promise<unknown>)[] = [];
let broker: Mosquitto;
let folders: Awaited<ReturnType<typeof makeFolders>>;
let manager: Consumer;
let link: LinkChild;
let revision = 0;

beforeEach(async () => {
  revision = 0;
  broker = new Mosquitto(await freePort());
  await broker.start();
  cleanups.push(() => broker.remove());
  folders = await makeFolders();
  cleanups.push(() => folders.remove());
  const sense = new SenseDouble(folders.run);
  await sense.start();
  cleanups.push(() => sense.stop());
  manager = await Consumer.open(broker.url, '#');
  cleanups.push(() => manager.close());
  link = new LinkChild({ ...folders, broker: broker.url });
  cleanups.push(() => link.stop());
  await link.start();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const discoveries = () => manager.messages.filter(({ topic }) => topic === TOPIC).map(({ text }) => text);

async function turn(homeAssistant: boolean): Promise<void> {
  revision += 1;
  const desired = { v: 1, revision, settings: { homeAssistant } };
  await manager.publish(`roomtone/v1/lab/${IDENTITY.device}/config/desired`, JSON.stringify(desired), true);
}

/** What somebody who comes now is told. */
async function retained(): Promise<readonly string[]> {
  const late = await Consumer.open(broker.url, 'homeassistant/#');
  await late.publish('homeassistant/marker', 'end');
  await until(() => late.messages.some(({ topic }) => topic === 'homeassistant/marker'));
  await late.close();
  return late.messages.filter(({ topic }) => topic === TOPIC).map(({ text }) => text);
}

describe('Home Assistant', () => {
  it('is told of the device when that is turned on, again when it comes back, and no more when it is turned off', async () => {
    await until(() => manager.of('/config/reported').length > 0);
    await manager.publish('homeassistant/status', 'online');
    expect(await retained()).toEqual([]);

    await turn(true);
    await until(() => discoveries().length === 1);
    expect(() => discoverySchema.parse(JSON.parse(discoveries()[0] ?? ''))).not.toThrow();
    expect(await retained()).toHaveLength(1);

    await manager.publish('homeassistant/status', 'offline');
    await manager.publish('homeassistant/status', 'online');
    await until(
      () => discoveries().length === 2,
      () => discoveries().join('\n'),
      25_000,
    );
    expect(discoveries()[1]).toBe(discoveries()[0]);
    expect(manager.messages.filter(({ topic }) => topic.includes('/cmd/'))).toEqual([]);

    await turn(false);
    await until(() => discoveries().at(-1) === '');
    expect(await retained()).toEqual([]);
  });

  it('forgets a device that was turned off while its program did not run', async () => {
    await until(() => manager.of('/config/reported').length > 0);
    await turn(true);
    await until(() => discoveries().length === 1);
    await link.stop();
    await turn(false);
    await link.start();
    await until(
      () => discoveries().at(-1) === '',
      () => link.output,
    );
    expect(await retained()).toEqual([]);
  });
});
