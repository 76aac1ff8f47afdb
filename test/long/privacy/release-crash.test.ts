// The release store killed at every system call that touches its file: what was handed on is still there with the same
// bytes, what was spent stays spent, and nothing is drawn twice.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLog } from '../../../device/runtime/log.ts';
import { ReleaseStore, releaseStatePath } from '../../../device/sense/privacy/release-store.ts';
import { windowSchema } from '../../../shared/window.ts';

const WRITER = join(import.meta.dirname, 'release-writer.ts');
const KILLED = 137;
/** More than any of the calls occurs, so that a loop ends. */
const CALLS_MAX = 40;

interface Line {
  readonly kind: 'handed' | 'acknowledging' | 'done';
  readonly key: string;
  readonly payload: string;
}

interface Run {
  readonly exitCode: number;
  readonly lines: readonly Line[];
}

/** One thread for files and no io_uring, so that `strace` sees every call in order. */
const ENVIRONMENT = { ...process.env, UV_USE_IO_URING: '0', UV_THREADPOOL_SIZE: '1', TSX_DISABLE_CACHE: '1' };

function run(command: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(command, [...args], { env: ENVIRONMENT, maxBuffer: 1 << 24 }, (error, stdout) => {
      const whole = stdout.split('\n').slice(0, -1);
      const exitCode = error === null ? 0 : error.signal === 'SIGKILL' ? KILLED : Number(error.code ?? 1);
      resolve({ exitCode, lines: whole.map((line) => JSON.parse(line)) });
    });
  });
}

const writer = (folder: string, order: string) => ['--import', 'tsx', WRITER, folder, order];

/** Runs the writer and kills it when it enters `call` on the store's files for the `when`th time. */
function runKilledAt(folder: string, call: string, when: number, order = 'durable-first'): Promise<Run> {
  const path = releaseStatePath(folder);
  const paths = [path, `${path}.temporary`, `${path}.previous`, join(folder, 'sense')].flatMap((name) => ['-P', name]);
  const inject = `inject=${call}:signal=SIGKILL:when=${when}`;
  const strace = ['-f', '-qq', '-o', '/dev/null', ...paths, '-e', `trace=${call}`, '-e', inject, process.execPath];
  return run('strace', [...strace, ...writer(folder, order)]);
}

/** What is wrong with the state that a killed writer left behind; empty when nothing is. */
async function faultsOf(folder: string, lines: readonly Line[]): Promise<string[]> {
  const store = new ReleaseStore(folder, createLog('test', 'silent'));
  await store.open();
  const kept = new Map(store.take(1_000).map(({ boot, seq, payload }) => [`${boot}/${seq}`, payload]));
  const handed = new Map(lines.filter(({ kind }) => kind === 'handed').map(({ key, payload }) => [key, payload]));
  const acknowledged = new Set(lines.filter(({ kind }) => kind === 'acknowledging').map(({ key }) => key));
  const faults: string[] = [];
  for (const [key, payload] of handed) {
    const now = kept.get(key);
    if (now === undefined && !acknowledged.has(key)) faults.push(`${key} was handed on and is lost`);
    if (now !== undefined && now !== payload) faults.push(`${key} has other bytes`);
  }
  const costs = [...new Map([...kept, ...handed]).values()].map((payload) => windowOf(payload).privacy.epsilonMilli);
  const seen = costs.reduce((sum, milli) => sum + milli, 0);
  if (store.ledger.spentMilli < seen) faults.push(`${seen} was drawn and ${store.ledger.spentMilli} is spent`);
  if (store.ledger.spentMilli % 800 !== 0) faults.push('half a window is spent');
  return faults;
}

const windowOf = (payload: string) => windowSchema.parse(JSON.parse(payload));

/** Windows for which more than one payload was handed on. */
function drawnTwice(lines: readonly Line[]): string[] {
  const payloads = new Map<string, Set<string>>();
  for (const { payload } of lines.filter(({ kind }) => kind === 'handed')) {
    const { stream, window } = windowOf(payload);
    const label = `${stream} ${window.start}`;
    payloads.set(label, (payloads.get(label) ?? new Set()).add(payload));
  }
  return [...payloads].filter(([, different]) => different.size > 1).map(([label]) => label);
}

it.each(['openat', 'write', 'fsync', 'rename', 'mkdir'])(
  'P4: killed at every %s, sense sends the same bytes or none, and spends before it sends',
  async (call) => {
    let kills = 0;
    for (let when = 1; when <= CALLS_MAX; when += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'roomtone-crash-'));
      const killed = await runKilledAt(folder, call, when);
      expect(await faultsOf(folder, killed.lines)).toEqual([]);
      const next = await run(process.execPath, writer(folder, 'durable-first'));
      expect(next.exitCode).toBe(0);
      expect(await faultsOf(folder, [...killed.lines, ...next.lines])).toEqual([]);
      expect(drawnTwice([...killed.lines, ...next.lines])).toEqual([]);
      await rm(folder, { recursive: true });
      if (killed.exitCode !== KILLED) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThanOrEqual(5);
    expect(kills).toBeLessThan(CALLS_MAX);
  },
);

it('P4: a program that hands on before the disk has it is found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-crash-'));
  const killed = await runKilledAt(folder, 'fsync', 3, 'eager');
  expect(killed.exitCode).toBe(KILLED);
  expect(await faultsOf(folder, killed.lines)).toContain('1/0 was handed on and is lost');
  await rm(folder, { recursive: true });
});
