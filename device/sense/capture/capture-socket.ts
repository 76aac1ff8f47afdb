// The sense end of a network camera: a Unix socket behind which another program, the only one with a network, runs the
// capture child. Connecting opens the camera, closing ends it; so the same supervision holds as for a child of our own.
// Sound has a socket of its own beside it, connected first: who is greeted there gets sound with the pictures.
import type { Duplex } from 'node:stream';
import { connectUnixSocket } from '../../runtime/unix-socket.ts';
import { CAUSES, type Cause } from './source-life.ts';
import type { SupervisedChild } from './supervised-source.ts';

/** Where the sound of the camera at `path` is to be had. */
export const soundPathOf = (path: string) => `${path}.sound`;
/** First words on the sound socket, before the first sample: the program has seen that sound is wanted. */
export const SOUND_GREETING = '#sound\n';
/** Last words of the capture program on the socket, after the last picture: why the camera ended. */
export const endLine = (cause: Cause) => `#end ${cause}\n`;
const END_LINE = /#end ([a-z-]{1,20})\n$/;
const TAIL_BYTES = 32;

export interface CaptureSocketOptions {
  readonly path: string;
  readonly onBytes: (chunk: Uint8Array) => void;
  /** Sound of the camera; without it none is asked for. */
  readonly onSound?: ((chunk: Uint8Array) => void) | undefined;
  /** Said once, unless `kill` was called before. */
  readonly onEnd: (cause: Cause) => void;
}

export class CaptureSocket implements SupervisedChild {
  readonly stderrBytes = 0;
  readonly pid = undefined;
  readonly #options: CaptureSocketOptions;
  #pictures: Duplex | undefined;
  #sound: Duplex | undefined;
  #isWanted = true;
  #tail = '';

  constructor(options: CaptureSocketOptions) {
    this.#options = options;
  }

  start(): void {
    const { path, onSound } = this.#options;
    if (onSound === undefined) this.#connect();
    else this.#sound = hearSound(soundPathOf(path), () => this.#connect(), onSound);
  }

  async kill(): Promise<void> {
    this.#isWanted = false;
    this.#sound?.destroy();
    this.#pictures?.destroy();
  }

  #connect(): void {
    if (!this.#isWanted) return;
    const pictures = connectUnixSocket(this.#options.path);
    this.#pictures = pictures;
    pictures.on('data', (chunk: Buffer) => this.#take(chunk));
    pictures.once('error', () => this.#end('capture'));
    pictures.once('close', () => this.#end(causeIn(this.#tail)));
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
    this.#sound?.destroy();
    this.#pictures?.destroy();
    this.#options.onEnd(cause);
  }
}

/** `whenKnown` is called once: after the greeting, or when there is none to be had. Later ends are told by the pictures. */
function hearSound(path: string, whenKnown: () => void, onSound: (chunk: Uint8Array) => void): Duplex {
  const socket = connectUnixSocket(path);
  let awaited = SOUND_GREETING.length;
  const know = () => {
    if (awaited > 0) whenKnown();
    awaited = 0;
  };
  socket.on('data', (chunk: Buffer) => {
    if (awaited > chunk.length) awaited -= chunk.length;
    else {
      const sound = chunk.subarray(awaited);
      know();
      if (sound.length > 0) onSound(sound);
    }
  });
  socket.once('error', know);
  socket.once('close', know);
  return socket;
}

function causeIn(tail: string): Cause {
  const word = END_LINE.exec(tail)?.[1] ?? '';
  return Object.keys(CAUSES).find((cause): cause is Cause => cause === word) ?? 'ended';
}
