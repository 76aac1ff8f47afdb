// One supervised program: started, watched, started again with back-off when it dies, stopped within a grace.
// It is told over IPC to stop, and stops by itself when the supervisor is gone.
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Backoff, backoffMs } from '../device/runtime/backoff.ts';
import type { Clock } from '../device/runtime/clock.ts';
import type { Random } from '../device/runtime/random.ts';
import { RoomtoneError } from '../shared/errors.ts';
import { STOP_GRACE_MS } from '../shared/limits.ts';

/** What a program says over IPC (`device/runtime/run-program.ts`). */
const noteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), address: z.string().optional() }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string(), exitCode: z.int() }),
]);

export interface ChildOptions {
  readonly name: string;
  /** Absolute path of the program's `main.js`. */
  readonly file: string;
  readonly args: readonly string[];
  /** What must not stand in a command line, which every user of the machine can read. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  /** A line the program wrote to standard error: JSON by pino. */
  readonly onLogLine: (name: string, line: string) => void;
  readonly onRestart: (name: string, why: string, waitMs: number) => void;
}

/** A core file would hold pictures: soft and hard limit (prlimit of util-linux, which then becomes the program). */
const NO_CORE_FILE = ['--core=0:0', '--'];
/** Megabytes. Frames live outside V8's heap, so a large young space only costs memory: 24 MB of sense with a viewer. */
export const NODE_OPTIONS = ['--max-semi-space-size=1'];
const RESTART: Backoff = { minMs: 500, maxMs: 30_000 };
/** A program that ran this long is healthy again: its failures are forgotten. */
const HEALTHY_MS = 60_000;
/** Beyond the program's own grace; then it is killed. */
const KILL_AFTER_MS = STOP_GRACE_MS + 500;

export class Child {
  readonly name: string;
  readonly #options: ChildOptions;
  readonly #ending = new AbortController();
  #running: ChildProcess | undefined;
  #watching: Promise<void> | undefined;
  #failures = 0;

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Resolves when the program is ready, with the address it gave. @throws RoomtoneError with the program's own code when it cannot start */
  async start(): Promise<string | undefined> {
    if (this.#ending.signal.aborted) return undefined;
    const child = this.#spawn();
    const address = await this.#untilReady(child);
    this.#watching = this.#watch(child);
    return address;
  }

  /** Idempotent. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#ending.abort();
    const child = this.#running;
    if (child !== undefined) await endProcess(child);
    await this.#watching;
  }

  #spawn(): ChildProcess {
    const { file, args, onLogLine } = this.#options;
    const child = fork(file, [...args], {
      execPath: 'prlimit',
      execArgv: [...NO_CORE_FILE, process.execPath, ...NODE_OPTIONS],
      env: { ...process.env, ...this.#options.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#running = child;
    child.on('error', () => {}); // a fork that fails is told by `untilExit`
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (line) => onLogLine(this.name, line));
    }
    return child;
  }

  #untilReady(child: ChildProcess): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.once('exit', (code, signal) => reject(endedEarly(this.name, signal ?? `exit code ${code}`)));
      child.on('message', (message) => {
        const note = noteSchema.safeParse(message);
        if (!note.success) return;
        if (note.data.kind === 'ready') resolve(note.data.address);
        else reject(new RoomtoneError(note.data.code, note.data.message, note.data.hint));
      });
    });
  }

  async #watch(first: ChildProcess): Promise<void> {
    let child = first;
    while (true) {
      const startedMs = this.#options.clock.monotonicMs();
      const why = await untilExit(child);
      if (this.#ending.signal.aborted) return;
      if (this.#options.clock.monotonicMs() - startedMs > HEALTHY_MS) this.#failures = 0;
      const waitMs = backoffMs(RESTART, this.#failures, this.#options.random);
      this.#failures += 1;
      this.#options.onRestart(this.name, why, waitMs);
      await this.#options.clock.sleep(waitMs, this.#ending.signal).catch(() => {});
      if (this.#ending.signal.aborted) return;
      child = this.#spawn();
    }
  }
}

const endedEarly = (name: string, how: string) =>
  new RoomtoneError('PROGRAM_ENDED', `${name} ended before it was ready (${how})`, 'Read its log: --log-level info');

function untilExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve(child.signalCode ?? `exit code ${child.exitCode}`);
    else {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    }
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await untilExit(child);
  clearTimeout(killer);
}
