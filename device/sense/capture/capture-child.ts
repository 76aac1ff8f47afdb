// A capture child is one program that writes a stream to its standard output. It has a process group of its own, which
// is killed as a whole; the kernel kills it when sense dies (setpriv --pdeathsig), however that happens. Its standard
// error is drained for ever and only its end is kept.
import { type ChildProcess, spawn as nodeSpawn } from 'node:child_process';
import type { Stream } from 'node:stream';
import type { CaptureCommand } from './capture-command.ts';

export type Spawn = typeof nodeSpawn;

/** What a child that is asked to stop gets before it is killed: `nvargus-daemon` leaks a session on a bare kill. */
const TERM_GRACE_MS = 500;
const STDERR_KEPT_BYTES = 1_024;

export interface ChildEnd {
  /** The program was not there. */
  readonly isMissing: boolean;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** End of standard error, at most 1 kB; may hold addresses, so it is read for its cause and never printed. */
  readonly lastWords: string;
}

export interface CaptureChildOptions {
  readonly command: CaptureCommand;
  readonly spawn?: Spawn | undefined;
  /** Where the child writes to by itself; then `onBytes` gets nothing. */
  readonly output?: Stream;
  readonly onBytes: (chunk: Uint8Array) => void;
  /** Where the child writes what it writes to file descriptor 3. */
  readonly soundOutput?: Stream | undefined;
  /** What comes on file descriptor 3; without it and `soundOutput` the child has none. */
  readonly onSound?: ((chunk: Uint8Array) => void) | undefined;
  /** Said once, unless `kill` was called before. */
  readonly onEnd: (end: ChildEnd) => void;
}

export class CaptureChild {
  readonly #options: CaptureChildOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #isWanted = true;
  #lastWords = Buffer.alloc(0);
  #stderrBytes = 0;

  constructor(options: CaptureChildOptions) {
    this.#options = options;
  }

  /** Bytes of standard error so far: a flood is a fault. */
  get stderrBytes(): number {
    return this.#stderrBytes;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const { command, spawn = nodeSpawn, output = 'pipe', onBytes, onSound } = this.#options;
    const soundOutput = this.#options.soundOutput ?? (onSound === undefined ? undefined : ('pipe' as const));
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command.program, ...command.args], {
      detached: true,
      stdio: [
        command.input === undefined ? 'ignore' : 'pipe',
        output,
        'pipe',
        ...(soundOutput === undefined ? [] : [soundOutput]),
      ],
    });
    this.#child = child;
    // A child that ends before it has read its input is told by its end.
    child.stdin?.on('error', () => {}).end(command.input);
    child.stdout?.on('data', (chunk: Uint8Array) => {
      if (this.#isWanted) onBytes(chunk);
    });
    child.stdio[3]?.on('data', (chunk: Uint8Array) => {
      if (this.#isWanted) onSound?.(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => this.#keepLastWords(chunk));
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve(this.#end(null, null, true)));
      // What the leader left behind would hold the pipes open.
      child.once('exit', () => this.#signal('SIGKILL'));
      child.once('close', (exitCode, signal) => resolve(this.#end(exitCode, signal, false)));
    });
  }

  /** Ends the whole group and resolves when nothing of it is left. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (child === undefined || !isAlive(child)) return this.#ended;
    this.#signal('SIGTERM');
    const killing = setTimeout(() => this.#signal('SIGKILL'), TERM_GRACE_MS);
    await this.#ended;
    clearTimeout(killing);
  }

  /** The group outlives its leader when the leader had children, so it is signalled by its own number. */
  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone already.
    }
  }

  #keepLastWords(chunk: Buffer): void {
    this.#stderrBytes += chunk.length;
    const words = Buffer.concat([this.#lastWords, chunk.subarray(-STDERR_KEPT_BYTES)]);
    this.#lastWords = Buffer.from(words.subarray(-STDERR_KEPT_BYTES));
  }

  #end(exitCode: number | null, signal: NodeJS.Signals | null, isSpawnError: boolean): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    const lastWords = this.#lastWords.toString('utf8');
    // setpriv says "failed to execute ffmpeg: No such file or directory"; its exit code differs by version.
    const isMissing = isSpawnError || /failed to execute [\w.-]+: No such file/.test(lastWords);
    this.#options.onEnd({ isMissing, exitCode, signal, lastWords });
  }
}

const isAlive = (child: ChildProcess) =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;
