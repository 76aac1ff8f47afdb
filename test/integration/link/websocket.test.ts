import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceFilter } from '../../../shared/topics.ts';
import { CertificateAuthority, installCredentials } from './certificates.ts';
import { Consumer, until } from './consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from './link-child.ts';
import { freePort, Mosquitto } from './mosquitto.ts';
import { ownedThings } from './owned.ts';
import { makeRelease, SenseDouble } from './sense-double.ts';

const owned = ownedThings();
const PASSWORD = 'the password of a test';
let folder: string;
let authority: CertificateAuthority;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-websocket-'));
  authority = new CertificateAuthority(join(folder, 'ca'));
  await authority.make();
  await writeFile(join(folder, 'passwords'), '', { mode: 0o600 });
  await promisify(execFile)('mosquitto_passwd', ['-b', join(folder, 'passwords'), 'room-1', PASSWORD]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** mosquitto 2.0 starts a WebSocket listener beside another one only; the other one is the consumer's. */
async function startBroker(isSecure: boolean) {
  const socketPort = await freePort();
  const server = await authority.issue('server', { name: 'broker', host: 'IP:127.0.0.1' });
  const tls = isSecure ? `certfile ${server.certificate}\nkeyfile ${server.key}\n` : '';
  const users = `allow_anonymous false\npassword_file ${join(folder, 'passwords')}\n`;
  const configure = (port: number) =>
    `${users}listener ${port} 127.0.0.1\nlistener ${socketPort} 127.0.0.1\nprotocol websockets\n${tls}`;
  const broker = owned(new Mosquitto(await freePort(), configure), (mosquitto) => mosquitto.remove());
  await broker.start();
  const login = { username: 'room-1', password: PASSWORD };
  const consumer = owned(await Consumer.open(broker.url, deviceFilter(IDENTITY), login), (own) => own.close());
  return { url: `${isSecure ? 'wss' : 'ws'}://127.0.0.1:${socketPort}/mqtt`, consumer };
}

async function startLink(broker: string, password: string, environment: (root: string) => Record<string, string>) {
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  const credentials = await installCredentials(folders.state, authority.certificate, null);
  const sense = owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const link = owned(new LinkChild({ ...folders, broker, environment: environment(folders.root) }), (child) =>
    child.stop(),
  );
  await writeFile(join(credentials, 'user'), 'room-1\n');
  await writeFile(join(credentials, 'password'), `${password}\n`, { mode: 0o600 });
  return { link, sense, credentials, folders };
}

describe('a broker behind WebSockets, with user and password', () => {
  it.each([
    ['ws', false],
    ['wss', true],
  ])('L5: by %s every window arrives, with the password out of a file of mode 600', async (_, isSecure) => {
    const { url, consumer } = await startBroker(isSecure);
    const { link, sense } = await startLink(url, PASSWORD, () => ({}));
    await link.start();
    sense.release(...[0, 1, 2].map((seq) => makeRelease({ device: IDENTITY.device, seq })));
    await until(
      () => consumer.windowCount === 3,
      () => link.output,
      30_000,
    );
    expect((await link.status()).broker).toMatchObject({ connected: true, protocol: '5', url });
    expect(link.output).not.toContain(PASSWORD);
  });

  it('L5: the password may be a credential of systemd, which goes before the file', async () => {
    const { url, consumer } = await startBroker(false);
    const { link, folders } = await startLink(url, 'an old one', (root) => ({ CREDENTIALS_DIRECTORY: root }));
    await writeFile(join(folders.root, 'password'), PASSWORD, { mode: 0o400 });
    await link.start();
    await until(
      () => consumer.of('/birth').length > 0,
      () => link.output,
    );
  });

  it('L5: a wrong password is refused with an event, and one that others can read is not used', async () => {
    const { url } = await startBroker(false);
    const { link, credentials } = await startLink(url, 'a wrong one', () => ({}));
    await link.start();
    await until(
      () => link.output.includes('"event":"broker-refused"'),
      () => link.output,
    );
    await link.stop();
    await chmod(join(credentials, 'password'), 0o640);
    await link.start();
    await until(
      () => link.output.includes('"event":"device-key-exposed"'),
      () => link.output,
    );
    expect((await link.status()).broker.connected).toBe(false);
  });
});
