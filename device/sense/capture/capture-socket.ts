// The sense end of a network camera: a Unix socket behind which another program, the only one with a network, runs the
// capture child. Connecting opens the camera, closing ends it; so the same supervision holds as for a child of our own.
import type { Duplex } from 'node:stream';
import { connectUnixSocket } from '../../runtime/unix-socket.ts';
import { CAUSES, type Cause } from './source-life.ts';
import type { SupervisedChild } from './supervised-source.ts';

/** Last words of the capture program on the socket, after the last picture: why the camera ended. */
export const endLine = (cause: Cause) => `#end ${cause}\n`;
const END_LINE = /#end ([a-z-]{1,20})\n$/;
const TAIL_BYTES = 32;

export interface CaptureSocketOptions {
  readonly path: string;
  readonly onBytes: (chunk: Uint8Array) => void;
  /** Said once, unless `kill` was called before. */
  readonly onEnd: (cause: Cause) => void;
}

export class CaptureSocket implements SupervisedChild {
  readonly stderrBytes = 0;
  readonly pid = undefined;
  readonly #options: CaptureSocketOptions;
  #socket: Duplex | undefined;
  #isWanted = true;
  #tail = '';

  constructor(options: CaptureSocketOptions) {
    this.#options = options;
  }

  start(): void {
    const socket = connectUnixSocket(this.#options.path);
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.once('error', () => this.#end('capture'));
    socket.once('close', () => this.#end(causeIn(this.#tail)));
  }

  async kill(): Promise<void> {
    this.#isWanted = false;
    this.#socket?.destroy();
  }

  #take(chunk: Buffer): void {
    if (!this.#isWanted) return;
    const end = chunk.subarray(-TAIL_BYTES).toString('latin1');
    this.#tail = (chunk.length < TAIL_BYTES ? this.#tail + end : end).slice(-TAIL_BYTES);
    this.#options.onBytes(chunk);
  }

  #end(cause: Cause): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#socket?.destroy();
    this.#options.onEnd(cause);
  }
}

function causeIn(tail: string): Cause {
  const word = END_LINE.exec(tail)?.[1] ?? '';
  return Object.keys(CAUSES).find((cause): cause is Cause => cause === word) ?? 'ended';
}
