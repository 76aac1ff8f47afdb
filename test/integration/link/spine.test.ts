import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedBroker } from '../../../provisioning/embedded-broker.ts';
import { birthSchema, healthSchema, stateSchema } from '../../../shared/messages.ts';
import { deviceFilter } from '../../../shared/topics.ts';
import { windowSchema } from '../../../shared/window.ts';
import { Consumer, until } from './consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from './link-child.ts';
import { freePort, Mosquitto } from './mosquitto.ts';
import { makeRelease, SenseDouble } from './sense-double.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const owned = async <T extends object>(thing: T, end: (thing: T) => Promise<unknown>): Promise<T> => {
  cleanups.push(() => end(thing));
  return thing;
};

async function startEverything(broker: string) {
  const folders = await owned(await makeFolders(), ({ remove }) => remove());
  const sense = await owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const link = await owned(new LinkChild({ ...folders, broker }), (child) => child.stop());
  await link.start();
  return { folders, sense, link };
}

describe('link between a sense and a broker', () => {
  it('brings birth, state, health and each window of sense to mosquitto, and says goodbye', async () => {
    const mosquitto = await owned(new Mosquitto(await freePort()), (broker) => broker.remove());
    await mosquitto.start();
    const consumer = await owned(await Consumer.open(mosquitto.url, deviceFilter(IDENTITY)), (c) => c.close());
    const { link, sense } = await startEverything(mosquitto.url);
    sense.release(
      makeRelease({ device: IDENTITY.device, seq: 0 }),
      makeRelease({ device: IDENTITY.device, seq: 1, stream: 'presence', suppressed: 'cohort' }),
    );
    await until(
      () => consumer.windows.length === 2 && consumer.of('/health').length > 0,
      () => link.output,
    );
    expect(consumer.windows.map((window) => windowSchema.parse(window).seq)).toEqual([0, 1]);
    expect(stateSchema.parse(consumer.of('/state')[0])).toMatchObject({
      online: true,
      reason: 'connected',
      session: 1,
    });
    expect(birthSchema.parse(consumer.of('/birth').at(-1)).sense).toEqual(sense.birth);
    expect(healthSchema.parse(consumer.of('/health')[0]).link.protocol).toBe('5');
    expect(sense.acknowledged).toEqual(['1/0', '1/1']);
    await until(async () => (await link.status()).windows.suppressed === 1);
    const status = await link.status();
    expect(status.windows).toEqual({ published: 1, suppressed: 1, lastReason: 'cohort' });
    expect(status.broker).toMatchObject({ url: mosquitto.url, connected: true, reason: null });
    expect(await link.windows('?limit=1')).toMatchObject([{ seq: 1 }]);
    expect(await link.windows('?stream=mood')).toMatchObject([{ seq: 0 }]);
    expect(await link.stop()).toBe(0);
    await until(() => consumer.of('/state').length >= 2);
    expect(stateSchema.parse(consumer.of('/state').at(-1))).toMatchObject({ online: false, reason: 'stopped' });
  });

  it('falls back to MQTT 3.1.1 at the embedded broker', async () => {
    const broker = await owned(new EmbeddedBroker({ port: 0, host: '127.0.0.1' }), (service) => service.stop());
    await broker.start();
    const consumer = await owned(
      await Consumer.open(broker.url(), deviceFilter(IDENTITY), { protocolVersion: 4 }),
      (c) => c.close(),
    );
    const { link, sense } = await startEverything(broker.url());
    sense.release(makeRelease({ device: IDENTITY.device, seq: 0 }));
    await until(
      () => consumer.windows.length === 1,
      () => link.output,
    );
    expect((await link.status()).broker.protocol).toBe('3.1.1');
    expect(await link.stop()).toBe(0);
    await until(() => consumer.of('/state').some((state) => state['reason'] === 'stopped'));
  });

  it('refuses what it does not know, with a code, a hint and the exit code of the table', async () => {
    const folders = await owned(await makeFolders(), ({ remove }) => remove());
    const link = new LinkChild({ ...folders, broker: 'mqtt://127.0.0.1:1', arguments: ['--colour', 'blue'] });
    await link.start();
    expect(await link.untilEnd()).toBe(64);
    expect(link.output).toContain('"code":"USAGE"');
  });

  it('says which port is taken when the embedded broker cannot listen', async () => {
    const first = await owned(new EmbeddedBroker({ port: 0, host: '127.0.0.1' }), (service) => service.stop());
    await first.start();
    const second = await owned(
      new EmbeddedBroker({ port: Number(new URL(first.url()).port), host: '127.0.0.1' }),
      (service) => service.stop(),
    );
    await expect(second.start()).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });
});
