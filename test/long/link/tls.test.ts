import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type IClientOptions } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateName, deviceAcl, fleetAcl } from '../../../provisioning/broker/device-acl.ts';
import { eventSchema } from '../../../shared/messages.ts';
import { aggregateTopic, deviceFilter } from '../../../shared/topics.ts';
import { CertificateAuthority, type Issued, installCredentials } from '../../integration/link/certificates.ts';
import { Consumer, until } from '../../integration/link/consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from '../../integration/link/link-child.ts';
import { freePort, Mosquitto } from '../../integration/link/mosquitto.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { makeRelease, SenseDouble } from '../../integration/link/sense-double.ts';

const owned = ownedThings();
/** Common name of the certificate that follows the first: the broker logs it, so that the two can be told apart. */
const RENEWED = 'lab.room-1.renewed';
let folder: string;
let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let device: Issued;
let fleet: Issued;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-tls-'));
  authority = new CertificateAuthority(join(folder, 'ours'));
  stranger = new CertificateAuthority(join(folder, 'strange'));
  await authority.make();
  await stranger.make();
  device = await authority.issue('device', { name: certificateName(IDENTITY) });
  fleet = await authority.issue('fleet', { name: 'fleet' });
  const rights = deviceAcl(IDENTITY);
  const rightsOfRenewed = rights.replace(/^user .*/, `user ${RENEWED}`);
  await writeFile(join(folder, 'acl'), `${rights}\n${rightsOfRenewed}\n${fleetAcl('fleet')}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reference configuration as it stands, with the paths of this test. */
async function startReferenceBroker(server: Issued, tls = 'tlsv1.3'): Promise<Mosquitto> {
  const text = await readFile('provisioning/broker/mosquitto.conf', 'utf8');
  const configure = (port: number) =>
    text
      .replace('listener 8883', `listener ${port} 127.0.0.1`)
      .replace('tls_version tlsv1.2', `tls_version ${tls}`)
      .replace('/etc/mosquitto/roomtone/ca.pem', authority.certificate)
      .replace('/etc/mosquitto/roomtone/certificate.pem', server.certificate)
      .replace('/etc/mosquitto/roomtone/key.pem', server.key)
      .replace('/etc/mosquitto/roomtone/acl', join(folder, 'acl'))
      .replace('persistence true', 'persistence false');
  const broker = owned(new Mosquitto(await freePort(), configure), (mosquitto) => mosquitto.remove());
  await broker.start();
  return broker;
}

const goodServer = () => authority.issue('server', { name: 'broker', host: 'IP:127.0.0.1' });
const secure = (broker: Mosquitto) => broker.url.replace('mqtt:', 'mqtts:');

async function openAsFleet(broker: Mosquitto): Promise<Consumer> {
  const files = { ca: await readFile(authority.certificate), cert: await readFile(fleet.certificate) };
  const options: IClientOptions = { ...files, key: await readFile(fleet.key) };
  return owned(await Consumer.open(secure(broker), deviceFilter(IDENTITY), options), (consumer) => consumer.close());
}

async function startLink(broker: Mosquitto, ca: string, issued: Issued | null) {
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  const credentials = await installCredentials(folders.state, ca, issued);
  const sense = owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const link = owned(new LinkChild({ ...folders, broker: secure(broker) }), (child) => child.stop());
  return { link, sense, credentials };
}

/** The events that link has said in its own log. */
const eventsOf = (link: LinkChild) =>
  link.output
    .split('\n')
    .filter((line) => line.includes('"event":'))
    .map((line) => (JSON.parse(line) as { event: string }).event);

describe('link and the reference broker over TLS', () => {
  it('L5: with the CA pinned and a client certificate it connects with TLS 1.3 and publishes', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const consumer = await openAsFleet(broker);
    const { link, sense } = await startLink(broker, authority.certificate, device);
    await link.start();
    sense.release(makeRelease({ device: IDENTITY.device, seq: 0 }));
    await until(
      () => consumer.windowCount === 1 && consumer.of('/health').length > 0,
      () => link.output,
    );
    expect(eventsOf(link)).toContain('device-certificate-expires');
    expect(consumer.of('/health')[0]).toMatchObject({ link: { certificateDays: 29 } });
    await until(() => consumer.of('/event/device-certificate-expires').length === 1);
    expect(eventSchema.parse(consumer.of('/event/device-certificate-expires')[0]).detail).toMatch(/in 29 days/);
  });

  it.each([
    ['a CA that is not ours', 'broker-ca-unknown', () => goodServer(), 'strange'],
    [
      'an expired certificate',
      'broker-certificate-expired',
      () => authority.issue('old', { name: 'b', host: 'IP:127.0.0.1', days: -1 }),
      'ours',
    ],
    [
      'a certificate for another host',
      'broker-host-mismatch',
      () => authority.issue('other', { name: 'b', host: 'DNS:other.example' }),
      'ours',
    ],
  ] as const)('L5: %s is refused with the event %s, and link stays up', async (_, event, makeServer, trusted) => {
    const broker = await startReferenceBroker(await makeServer());
    const ca = trusted === 'ours' ? authority.certificate : stranger.certificate;
    const { link } = await startLink(broker, ca, device);
    await link.start();
    await until(
      () => eventsOf(link).includes(event),
      () => link.output,
    );
    const { broker: status } = await link.status();
    expect(status.connected).toBe(false);
    expect(status.reason).toMatch(/certificates do not fit/);
  });

  it('L5: a device without a certificate, or with one of a strange CA, is refused and says so', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const strange = await stranger.issue('device', { name: certificateName(IDENTITY) });
    for (const issued of [null, strange]) {
      const { link } = await startLink(broker, authority.certificate, issued);
      await link.start();
      await until(
        () => eventsOf(link).includes('device-certificate-refused'),
        () => link.output,
      );
      await link.stop();
    }
  });

  it('L5: a key that others can read is not used', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const { link, credentials } = await startLink(broker, authority.certificate, device);
    await chmod(join(credentials, 'key.pem'), 0o644);
    await link.start();
    await until(
      () => eventsOf(link).includes('device-key-exposed'),
      () => link.output,
    );
    expect((await link.status()).broker.connected).toBe(false);
  });

  it('L5: a certificate that was refused is exchanged without a restart', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const strange = await stranger.issue('device', { name: certificateName(IDENTITY) });
    const { link, credentials } = await startLink(broker, authority.certificate, strange);
    await link.start();
    await until(
      () => eventsOf(link).includes('device-certificate-refused'),
      () => link.output,
    );
    await copyFile(device.key, join(credentials, 'key.pem'));
    await copyFile(device.certificate, join(credentials, 'certificate.pem'));
    await until(
      async () => (await link.status()).broker.connected,
      () => link.output,
      80_000,
      500,
    );
  }, 100_000);

  it('L5: a certificate that works is exchanged without a restart: the broker sees the new one, and no window is lost', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const consumer = await openAsFleet(broker);
    const { link, sense, credentials } = await startLink(broker, authority.certificate, device);
    await link.start();
    sense.release(makeRelease({ device: IDENTITY.device, seq: 0 }));
    await until(
      () => consumer.windowCount === 1,
      () => link.output,
      30_000,
    );
    expect(broker.output).toContain(`u'${certificateName(IDENTITY)}'`);
    expect(broker.output).not.toContain(`u'${RENEWED}'`);
    const { pid } = link;
    const renewed = await authority.issue('renewed', { name: RENEWED, days: 60 });
    await copyFile(renewed.key, join(credentials, 'key.pem'));
    await copyFile(renewed.certificate, join(credentials, 'certificate.pem'));
    await until(
      () => broker.output.includes(`u'${RENEWED}'`),
      () => link.output,
      60_000,
      200,
    );
    sense.release(makeRelease({ device: IDENTITY.device, seq: 1 }));
    await until(
      () => consumer.windowCount === 2,
      () => link.output,
      30_000,
    );
    await until(async () => (await link.status()).outbox.depth === 0);
    expect(link.pid).toBe(pid);
    expect(link.isRunning).toBe(true);
    expect((await link.status()).outbox.dropped).toEqual({});
    expect(eventsOf(link)).not.toContain('device-certificate-refused');
  }, 150_000);
});

describe('the rights of a device', () => {
  it('L6: what the ACL allows is taken, a foreign topic is refused with reason 135', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const files = { ca: await readFile(authority.certificate), cert: await readFile(device.certificate) };
    const options: IClientOptions = { ...files, key: await readFile(device.key), protocolVersion: 5 };
    const client = owned(await mqtt.connectAsync(secure(broker), options), (own) => own.endAsync(true));
    const publish = (topic: string) => client.publishAsync(topic, '{}', { qos: 1 });
    await publish(aggregateTopic(IDENTITY, 'mood'));
    await expect(publish(aggregateTopic({ ...IDENTITY, device: 'room-2' }, 'mood'))).rejects.toMatchObject({
      code: 135,
    });
    await expect(publish(aggregateTopic({ ...IDENTITY, site: 'other' }, 'mood'))).rejects.toMatchObject({ code: 135 });
    await expect(publish(`${aggregateTopic(IDENTITY, 'mood')}/deeper`)).rejects.toMatchObject({ code: 135 });
    await expect(publish('roomtone/v1/lab/room-1/cmd/restart/req')).rejects.toMatchObject({ code: 135 });
  });

  it('L6: a device does not hear what others say', async () => {
    const broker = await startReferenceBroker(await goodServer());
    const fleetConsumer = await openAsFleet(broker);
    const files = { ca: await readFile(authority.certificate), cert: await readFile(device.certificate) };
    const own = owned(
      await Consumer.open(secure(broker), '#', { ...files, key: await readFile(device.key) }),
      (consumer) => consumer.close(),
    );
    await fleetConsumer.publish('roomtone/v1/lab/room-2/cmd/restart/req', '{"to":"another"}');
    await fleetConsumer.publish('roomtone/v1/lab/room-1/cmd/restart/req', '{"to":"this"}');
    await until(() => own.messages.length > 0);
    expect(own.messages.map(({ text }) => text)).toEqual(['{"to":"this"}']);
  });

  it('L6: link does not try a refused window for ever at once: it waits, says so, and goes on with others', async () => {
    const path = join(folder, 'acl');
    const full = await readFile(path, 'utf8');
    await writeFile(
      path,
      full.replace('topic write roomtone/v1/lab/room-1/agg/+', 'topic write roomtone/v1/lab/room-1/agg/presence'),
    );
    try {
      const broker = await startReferenceBroker(await goodServer());
      const consumer = await openAsFleet(broker);
      const { link, sense } = await startLink(broker, authority.certificate, device);
      await link.start();
      const refused = Array.from({ length: 25 }, (_, seq) => makeRelease({ device: IDENTITY.device, seq }));
      sense.release(...refused, makeRelease({ device: IDENTITY.device, seq: 99, stream: 'presence' }));
      await until(
        () => consumer.windowCount === 1,
        () => link.output,
      );
      expect(consumer.windows[0]).toMatchObject({ stream: 'presence' });
      await until(() => consumer.of('/event/publication-refused').length === 1);
      expect(consumer.of('/event/publication-refused')[0]?.['detail']).toMatch(/agg\/mood: reason code 135/);
      expect((await link.status()).outbox).toMatchObject({ depth: 25, dropped: {} });
      expect(broker.output.match(/Denied PUBLISH/g)?.length ?? 0).toBeLessThanOrEqual(25);
    } finally {
      await writeFile(path, full);
    }
  });
});
