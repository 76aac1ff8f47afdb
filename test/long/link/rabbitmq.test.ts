// What Debian's RabbitMQ can and cannot do as the clustered broker of a fleet: the table in provisioning/broker.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokerTestResponseSchema } from '../../../shared/broker-test.ts';
import { commandResponseSchema } from '../../../shared/commands.ts';
import type { Identity } from '../../../shared/identity.ts';
import { aggregateTopic, commandTopic, deviceFilter, stateTopic } from '../../../shared/topics.ts';
import { installCredentials } from '../../integration/link/certificates.ts';
import { Consumer, until } from '../../integration/link/consumer.ts';
import { LinkChild, makeFolders } from '../../integration/link/link-child.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { makeRelease, SenseDouble } from '../../integration/link/sense-double.ts';
import { RABBIT_LOGIN, RabbitMq } from './rabbitmq.ts';

const owned = ownedThings();
const old = { ...RABBIT_LOGIN, protocolVersion: 4 } as const;
let rabbit: RabbitMq;
let number = 0;

async function startAll() {
  number += 1;
  const identity: Identity = { v: 1, site: 'lab', device: `room-${number}` };
  const folders = owned(await makeFolders(identity), ({ remove }) => remove());
  await writeFile(join(folders.root, 'no-ca.pem'), '');
  const credentials = await installCredentials(folders.state, join(folders.root, 'no-ca.pem'), null);
  await writeFile(join(credentials, 'user'), RABBIT_LOGIN.username);
  await writeFile(join(credentials, 'password'), RABBIT_LOGIN.password, { mode: 0o600 });
  const sense = owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const consumer = owned(await Consumer.open(rabbit.url, deviceFilter(identity), old), (own) => own.close());
  const link = owned(new LinkChild({ ...folders, broker: rabbit.url }), (child) => child.stop());
  return { identity, sense, consumer, link };
}

const connected = (link: LinkChild) =>
  until(
    async () => (await link.status()).broker.connected,
    () => link.output,
    60_000,
    200,
  );

describe('Debian’s RabbitMQ', () => {
  beforeAll(async () => {
    rabbit = await RabbitMq.make();
    await rabbit.start();
  }, 240_000);
  afterAll(() => rabbit.remove());

  it('does not know MQTT 5: link falls back to 3.1.1 by itself, and every window arrives with QoS 1', async () => {
    const { identity, sense, consumer, link } = await startAll();
    await link.start();
    await connected(link);
    expect((await link.status()).broker.protocol).toBe('3.1.1');
    sense.release(...[0, 1, 2].map((seq) => makeRelease({ device: identity.device, seq })));
    await until(
      () => consumer.windowCount === 3,
      () => link.output,
      30_000,
    );
    await until(async () => (await link.status()).outbox.depth === 0);
    expect(consumer.of('/birth').length).toBeGreaterThan(0);
  });

  it('publishes the last will at once (no delay), and keeps what is retained for later subscribers of that topic', async () => {
    const { identity, consumer, link } = await startAll();
    await link.start();
    await until(
      () => consumer.of('/state').length > 0,
      () => link.output,
      30_000,
    );
    await link.stop('SIGKILL');
    await until(() => consumer.of('/state').some((state) => state['reason'] === 'lost'), undefined, 60_000);
    const exact = owned(await Consumer.open(rabbit.url, stateTopic(identity), old), (own) => own.close());
    await until(() => exact.messages.length > 0);
    expect(exact.messages[0]).toMatchObject({ retain: true });
  });

  it('does not give retained messages to a subscription with wildcards', async () => {
    const { identity, consumer, link } = await startAll();
    await link.start();
    await until(
      () => consumer.of('/state').length > 0,
      () => link.output,
      30_000,
    );
    const late = owned(await Consumer.open(rabbit.url, deviceFilter(identity), old), (own) => own.close());
    await delay(2_000);
    expect(late.of('/state')).toEqual([]);
  });

  it('keeps a session over a cut: commands sent meanwhile arrive, also one with a dot in its name, and are answered', async () => {
    const { identity, consumer, link } = await startAll();
    await link.start();
    await connected(link);
    // The subscription follows what is reported.
    await until(() => consumer.of('/config/reported').length > 0, undefined, 30_000);
    await delay(3_000);
    await link.stop();
    const now = Date.now();
    const request = {
      id: `while-away-${number}`,
      issuedAt: new Date(now - 1_000).toISOString(),
      expiresAt: new Date(now + 120_000).toISOString(),
      args: {},
    };
    await consumer.publish(commandTopic(identity, 'config.get', 'req'), JSON.stringify(request));
    await link.start();
    // Its dot is a level of its own to RabbitMQ.
    await until(
      () => consumer.of('/cmd/config/get/res').length > 0,
      () => link.output,
      60_000,
    );
    expect(commandResponseSchema.parse(consumer.of('/cmd/config/get/res')[0])).toMatchObject({
      id: request.id,
      ok: true,
    });
  });

  it('loses nothing when it is killed and comes back', async () => {
    const { identity, sense, consumer, link } = await startAll();
    await link.start();
    await connected(link);
    await rabbit.stop('SIGKILL');
    sense.release(...[10, 11, 12, 13].map((seq) => makeRelease({ device: identity.device, seq })));
    await until(async () => (await link.status()).outbox.depth === 4, undefined, 30_000);
    await rabbit.start();
    // The subscription of the consumer was not durable: what it hears begins with its own reconnect.
    await until(
      async () => (await link.status()).outbox.depth === 0,
      () => link.output,
      120_000,
      200,
    );
    expect((await link.status()).outbox.dropped).toEqual({});
    expect(consumer.windowCount).toBeLessThanOrEqual(4);
  }, 600_000);

  it('ends the connection of a device that publishes where it may not: with 3.1.1 there is no other way to say no', async () => {
    await rabbit.order('add_user', 'narrow', 'right');
    await rabbit.order('set_permissions', '-p', '/', 'narrow', '.*', '.*', '.*');
    const own = '^roomtone\\.v1\\.lab\\.narrow\\..*';
    await rabbit.order('set_topic_permissions', '-p', '/', 'narrow', 'amq.topic', own, own);
    const identity: Identity = { v: 1, site: 'lab', device: 'narrow' };
    const login = { username: 'narrow', password: 'right', protocolVersion: 4, reconnectPeriod: 0 } as const;
    const client = owned(await mqtt.connectAsync(rabbit.url, login), (opened) => opened.endAsync(true));
    let isClosed = false;
    client.on('close', () => {
      isClosed = true;
    });
    await client.publishAsync(aggregateTopic(identity, 'mood'), '{}', { qos: 1 });
    expect(isClosed).toBe(false);
    client.publish(aggregateTopic({ ...identity, device: 'room-2' }, 'mood'), '{}', { qos: 1 });
    await until(() => isClosed, undefined, 20_000);
  });

  it('passes the broker test of the console in 3.1.1, and refuses a wrong password at the login', async () => {
    const { link } = await startAll();
    await link.start();
    const test = (body: object) => link.ask('/v1/broker/test', brokerTestResponseSchema, 'POST', body);
    expect(await test({})).toMatchObject({ ok: true, protocol: '3.1.1' });
    const wrong = await test({ password: 'wrong' });
    expect(wrong.stages.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      stage: 'login',
      code: 'NOT_AUTHORISED',
    });
  });
});
