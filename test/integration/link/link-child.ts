// Link as a program of its own, on a scratch folder, as a device runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeIdentity } from '../../../device/runtime/identity-file.ts';
import { SocketClient, type SocketRequest } from '../../../device/runtime/socket-client.ts';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import type { Identity } from '../../../shared/identity.ts';
import { type LinkStatus, linkStatusSchema, windowsResponseSchema } from '../../../shared/link-api.ts';

export const IDENTITY: Identity = { v: 1, site: 'lab', device: 'room-1' };

/** A scratch folder with an identity: `state` and `run` below it. */
export async function makeFolders(identity: Identity = IDENTITY) {
  const root = await mkdtemp(join(tmpdir(), 'roomtone-link-'));
  const state = join(root, 'state');
  await writeIdentity(state, identity);
  return { root, state, run: join(root, 'run'), remove: () => rm(root, { recursive: true, force: true }) };
}

export interface LinkChildOptions {
  readonly state: string;
  readonly run: string;
  readonly broker: string;
  readonly arguments?: readonly string[];
  /** A command that runs link, for example `strace`. */
  readonly under?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What Node runs, by default the sources. */
  readonly program?: readonly string[];
}

const SOURCES = ['--import', 'tsx', 'device/link/main.ts'] as const;

export class LinkChild {
  readonly #options: LinkChildOptions;
  #child: ChildProcess | undefined;
  output = '';

  constructor(options: LinkChildOptions) {
    this.#options = options;
  }

  /** Resolves when it says `ready`, or when it ends before. */
  async start(): Promise<void> {
    const { state, run, broker, under = [], environment = {}, program: entry = SOURCES } = this.#options;
    const program = [process.execPath, ...entry];
    const flags = ['--state', state, '--run', run, '--broker', broker, '--publication-offset-ms', '0'];
    const [command = '', ...rest] = [...under, ...program, ...flags, ...(this.#options.arguments ?? [])];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#child = child;
    const from = this.output.length;
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          this.output += chunk.toString();
          if (this.output.includes('"msg":"ready"', from)) resolve();
        });
      }
    });
    await Promise.race([ready, once(child, 'exit')]);
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** The exit code; null after a signal. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    signalUnlessGone(await this.#innerPid(child.pid ?? 0), signal);
    await exited;
    return child.exitCode;
  }

  /** Link itself, also under a command that would not pass a signal on. */
  async #innerPid(pid: number): Promise<number> {
    if (this.#options.under === undefined) return pid;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    return Number(children.trim().split(' ')[0]) || pid;
  }

  /** Resolves when it has ended by itself. */
  async untilEnd(): Promise<number | null> {
    const child = this.#child;
    if (child !== undefined && this.isRunning) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  status(): Promise<LinkStatus> {
    return this.ask('/v1/status', linkStatusSchema);
  }

  async windows(query = ''): Promise<z.infer<typeof windowsResponseSchema>['windows']> {
    return (await this.ask(`/v1/windows${query}`, windowsResponseSchema)).windows;
  }

  async ask<T>(
    path: string,
    response: z.ZodType<T>,
    method: SocketRequest<T>['method'] = 'GET',
    body?: unknown,
  ): Promise<T> {
    const client = new SocketClient(socketPaths(this.#options.run).link);
    try {
      return await client.request({
        method,
        path,
        response,
        timeoutMs: 60_000,
        ...(body === undefined ? {} : { body }),
      });
    } finally {
      await client.close();
    }
  }
}

/** What strace has killed at its last write is gone before it can be asked to stop. */
function signalUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
