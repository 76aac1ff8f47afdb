import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { demoScenePath } from '../../provisioning/demo-scene.ts';
import { windowSchema } from '../../shared/window.ts';
import { PROJECT } from '../fixtures/appliance.ts';
import { RunningSense } from '../fixtures/sense/running-sense.ts';

/** An empty network namespace: not even loopback is up. Root needs no user namespace; others map themselves to root. */
const NO_NETWORK = process.getuid?.() === 0 ? ['unshare', '-n'] : ['unshare', '-rn'];

let sense: RunningSense | undefined;
afterEach(() => sense?.remove());

/** Every socket that the program and its children ask the kernel for. */
const TRACED = ['strace', '-f', '--seccomp-bpf', '-e', 'trace=socket', '-e', 'signal=none', '-o'] as const;

it('P12: sense asks for no socket of a network and resolves no name, and its runtime keeps no diary of its use', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-sockets-'));
  const [trace, home] = [join(folder, 'trace'), join(folder, 'home')];
  await mkdir(home);
  const env = { HOME: home, XDG_CACHE_HOME: '' };
  sense = await RunningSense.start({ wrapper: [...TRACED, trace], env, source: demoScenePath(`${PROJECT}/.cache`) });
  await sense.releases((found) => found.length > 0);
  await sense.stop();
  const asked = [...(await readFile(trace, 'utf8')).matchAll(/socket\((\w+)/g)].map(([, family]) => family);
  expect(asked).toContain('AF_UNIX');
  expect(asked.filter((family) => family?.startsWith('AF_INET') || family === 'AF_PACKET')).toEqual([]);
  expect(await readdir(home)).toEqual([]);
  await rm(folder, { recursive: true });
});

it('P12: in a namespace without any network sense counts and releases all the same', async () => {
  sense = await RunningSense.start({ wrapper: NO_NETWORK, source: demoScenePath(`${PROJECT}/.cache`) });
  const releases = await sense.releases((found) => found.some(({ payload }) => payload.includes('"suppressed":null')));
  for (const { payload } of releases) expect(windowSchema.parse(JSON.parse(payload)).context).toBe('demo');
});

it('P12: the namespace really has none: a program that wants one fails in it', async () => {
  const [program = '', ...args] = NO_NETWORK;
  const wants =
    "require('net').connect(9, '127.0.0.1').on('error', (error) => { console.log(error.code); process.exit(3); })";
  const ended = await promisify(execFile)(program, [...args, process.execPath, '-e', wants]).catch(
    (error: unknown) => error,
  );
  expect(ended).toMatchObject({ code: 3, stdout: 'ENETUNREACH\n' });
});
