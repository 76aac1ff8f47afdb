// Memory of the real sense program on the demo room: started as the appliance starts it, watched from outside.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeIdentity } from '../../device/runtime/identity-file.ts';
import { SocketClient } from '../../device/runtime/socket-client.ts';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { NODE_OPTIONS } from '../../provisioning/child.ts';
import { prepareDemoScene } from '../../provisioning/demo-scene.ts';
import { senseHealthSchema } from '../../shared/messages.ts';
import { CACHE, ROOT } from './pinned.ts';

export interface SenseFigures {
  /** Largest resident set seen, of the one process with all its threads. */
  readonly senseRssMb: number;
  readonly loopDelayP99Ms: number;
  readonly fpsStep: number;
}

const PROGRAM = join(ROOT, 'dist', 'device', 'sense', 'main.js');
const READY_MS = 60_000;
const PERIOD_MS = 500;

/** Null where the program is not built. */
export async function measureSense(seconds: number): Promise<SenseFigures | null> {
  if (!existsSync(PROGRAM)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-bench-'));
  const child = await startSense(folder);
  try {
    const rss: number[] = [];
    for (let waitedMs = 0; waitedMs < seconds * 1_000; waitedMs += PERIOD_MS) {
      await delay(PERIOD_MS);
      rss.push(await residentMb(child.pid ?? 0));
    }
    return { senseRssMb: Math.max(...rss), ...(await healthOf(join(folder, 'run'))) };
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
}

async function startSense(folder: string): Promise<ChildProcess> {
  const state = join(folder, 'state');
  await writeIdentity(state, { v: 1, site: 'bench', device: 'bench' });
  const places = ['--state', state, '--run', join(folder, 'run'), '--models', join(CACHE, 'models')];
  const source = ['--source', 'demo', '--demo-file', await prepareDemoScene(CACHE)];
  const child = fork(PROGRAM, [...places, ...source, '--log-level', 'error'], { execArgv: NODE_OPTIONS });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: { readonly kind?: string }) => message.kind === 'ready' && resolve());
    child.once('exit', (code) => reject(new Error(`sense ended with code ${code} before it was ready`)));
  });
  await Promise.race([
    ready,
    delay(READY_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('not ready'))),
  ]);
  return child;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024);
}

async function healthOf(runFolder: string) {
  const client = new SocketClient(socketPaths(runFolder).windows);
  try {
    const health = await client.request({ method: 'GET', path: '/v1/health', response: senseHealthSchema });
    return { loopDelayP99Ms: health.loopDelayP99Ms, fpsStep: health.fpsStep };
  } finally {
    await client.close();
  }
}
