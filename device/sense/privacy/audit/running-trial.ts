// A trial run of the sense that is installed: on a clip of noise made for it, with folders of its own, and where the
// system allows it in a network namespace with nothing in it. What it holds open and writes is looked at while it runs.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { messageOf } from '../../../../shared/errors.ts';
import { releasesResponseSchema } from '../../../../shared/sense-api.ts';
import { windowSchema } from '../../../../shared/window.ts';
import { writeIdentity } from '../../../runtime/identity-file.ts';
import { SocketClient } from '../../../runtime/socket-client.ts';
import { socketPaths } from '../../../runtime/sockets.ts';
import { type OpenEnds, openEndsOf } from './open-ends.ts';

export interface RunningTrial {
  /** Whether it ran where there is no network at all. */
  readonly hadNoNetwork: boolean;
  /** Windows that were looked at, told or held back for their few people. */
  readonly windows: number;
  /** The worst of all looks at it. */
  readonly ends: OpenEnds;
  readonly looks: number;
  /** Files and log together. */
  readonly bytesWritten: number;
}

/** Of one raw picture of the clip. */
export const TRIAL_PICTURE_BYTES = 640 * 360 * 3;
const CLIP = 'testsrc2=duration=4:size=640x360:rate=10,noise=alls=60:allf=t';
const WAIT_MS = 90_000;
const LOOK_MS = 500;
const STOP_MS = 5_000;
const run = promisify(execFile);

/** @returns null and why, where it could not be run */
export async function runTrial(modelsFolder: string): Promise<RunningTrial | string> {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-trial-'));
  try {
    const clip = join(folder, 'clip.mkv');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', CLIP, '-c:v', 'ffv1', clip]);
    await mkdir(join(folder, 'tmp'));
    await writeIdentity(join(folder, 'state'), { v: 1, site: 'trial', device: 'trial' });
    return await watched(folder, clip, modelsFolder);
  } catch (error) {
    return messageOf(error).split('\n')[0] ?? 'unknown';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function watched(folder: string, clip: string, modelsFolder: string): Promise<RunningTrial> {
  const isolation = await isolationOf();
  const child = startSense([...isolation], folder, clip, modelsFolder);
  let logged = 0;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => {
      logged += bytes.length;
    });
  const windows = new SocketClient(socketPaths(join(folder, 'run')).windows);
  try {
    const { looks, told } = await look(child, windows, folder);
    const bytesWritten = logged + (await bytesBelow(join(folder, 'state')));
    return {
      hadNoNetwork: isolation.length > 0,
      windows: told,
      ends: worstOf(looks),
      looks: looks.length,
      bytesWritten,
    };
  } finally {
    await windows.close();
    await end(child);
  }
}

/** What runs a program in an empty network namespace here; empty where the system does not allow it. */
async function isolationOf(): Promise<readonly string[]> {
  for (const words of [
    ['unshare', '-n'],
    ['unshare', '-rn'],
  ] as const) {
    const works = await run(words[0], [words[1], 'true']).then(
      () => true,
      () => false,
    );
    if (works) return words;
  }
  return [];
}

function startSense(isolation: readonly string[], folder: string, clip: string, modelsFolder: string): ChildProcess {
  const here = fileURLToPath(import.meta.url);
  const main = join(here, '..', '..', '..', `main${extname(here)}`);
  const options = ['--state', join(folder, 'state'), '--run', join(folder, 'run'), '--models', modelsFolder];
  const words = [...isolation, process.execPath, ...process.execArgv, main, ...options, '--source', clip];
  const env = { ...process.env, TMPDIR: join(folder, 'tmp') };
  return spawn('prlimit', ['--core=0:0', ...words], { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
}

async function look(child: ChildProcess, windows: SocketClient, folder: string) {
  const looks: OpenEnds[] = [];
  const deadlineMs = performance.now() + WAIT_MS;
  while (performance.now() < deadlineMs) {
    await delay(LOOK_MS);
    if (child.exitCode !== null) throw new Error(`sense ended with code ${child.exitCode}`);
    looks.push(await openEndsOf(child.pid ?? 0, [folder]));
    const told = await toldBy(windows);
    if (told > 0) return { looks, told };
  }
  throw new Error(`sense told nothing within ${WAIT_MS / 1_000} s`);
}

async function toldBy(windows: SocketClient): Promise<number> {
  const ask = { method: 'GET', path: '/v1/releases', response: releasesResponseSchema } as const;
  const { releases } = await windows.request(ask).catch(() => ({ releases: [] }));
  const reasons = releases.map(({ payload }) => windowSchema.parse(JSON.parse(payload)).suppressed);
  return reasons.filter((reason) => reason === null || reason === 'cohort').length;
}

const worstOf = (looks: readonly OpenEnds[]): OpenEnds => ({
  processes: Math.max(...looks.map(({ processes }) => processes)),
  descriptors: Math.max(...looks.map(({ descriptors }) => descriptors)),
  strayFiles: [...new Set(looks.flatMap(({ strayFiles }) => strayFiles))],
  networkSockets: Math.max(...looks.map(({ networkSockets }) => networkSockets)),
  leavesNoCore: looks.every(({ leavesNoCore }) => leavesNoCore),
});

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((all, size) => all + size, 0);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const killer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(killer);
}
