// A picture stream turns the bytes of a capture child into frames: PPM (netpbm "P6", maxval 255) one after the other,
// each of which says its own size, so that garbage and a changed size are seen at once. Each byte is copied once, from
// the chunk that the pipe gave straight to its place in a pooled buffer.
import { FRAME_HEIGHT_MAX_PX, FRAME_WIDTH_MAX_PX } from '../../../shared/limits.ts';
import { frameBytes } from '../frame.ts';
import { FramePool, type PixelBuffer } from './frame-pool.ts';

/** `P6\n3840 2160\n255\n` has 17 bytes. */
const HEADER_BYTES_MAX = 24;
const HEADER = /^P6\n(\d{1,4}) (\d{1,4})\n255\n$/;
const LINE_FEED = 10;
const SIDE_MIN_PX = 16;

export type PictureFault = 'garbage' | 'size';

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Picture extends Size {
  readonly pixels: PixelBuffer;
}

export interface PictureStreamOptions {
  readonly onPicture: (picture: Picture) => void;
  /** The stream is of no use any more; said once, and later bytes are ignored. */
  readonly onFault: (fault: PictureFault) => void;
  /** A whole picture had no buffer to go to, because the consumer holds all of them. */
  readonly onStarved: () => void;
}

export class PictureStream {
  readonly #options: PictureStreamOptions;
  readonly #header = new Uint8Array(HEADER_BYTES_MAX);
  #headerBytes = 0;
  #lineFeeds = 0;
  #size: Size | undefined;
  #pool: FramePool | undefined;
  /** The buffer being filled; undefined while the picture has none and its bytes are skipped. */
  #target: PixelBuffer | undefined;
  #remainingBytes = 0;
  #isDead = false;

  constructor(options: PictureStreamOptions) {
    this.#options = options;
  }

  get widthPx(): number {
    return this.#size?.widthPx ?? 0;
  }

  get heightPx(): number {
    return this.#size?.heightPx ?? 0;
  }

  write(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#isDead) {
      at += this.#remainingBytes > 0 ? this.#fill(chunk, at) : this.#readHeader(chunk, at);
    }
  }

  recycle(buffer: PixelBuffer): void {
    this.#pool?.takeBack(buffer);
  }

  /** A new child begins at the start of a picture, perhaps of another size. */
  reset(): void {
    if (this.#target !== undefined) this.recycle(this.#target);
    this.#target = undefined;
    this.#remainingBytes = 0;
    this.#headerBytes = 0;
    this.#lineFeeds = 0;
    this.#size = undefined;
    this.#isDead = false;
  }

  /** Wipes all buffers. */
  close(): void {
    this.#isDead = true;
    this.#pool?.close();
    this.#pool = undefined;
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0;
      at += 1;
      this.#header[this.#headerBytes] = byte;
      this.#headerBytes += 1;
      if (byte === LINE_FEED) this.#lineFeeds += 1;
      if (this.#lineFeeds === 3) {
        this.#beginPicture();
        return at - from;
      }
      if (this.#headerBytes === HEADER_BYTES_MAX) {
        this.#die('garbage');
        return at - from;
      }
    }
    return at - from;
  }

  #beginPicture(): void {
    const match = HEADER.exec(Buffer.from(this.#header.buffer, 0, this.#headerBytes).toString('latin1'));
    this.#headerBytes = 0;
    this.#lineFeeds = 0;
    const size = match === null ? undefined : { widthPx: Number(match[1]), heightPx: Number(match[2]) };
    if (size === undefined) this.#die('garbage');
    else if (this.#accepts(size)) this.#expect(size);
    else this.#die('size');
  }

  #accepts({ widthPx, heightPx }: Size): boolean {
    if (this.#size !== undefined) return this.#size.widthPx === widthPx && this.#size.heightPx === heightPx;
    const isLargeEnough = Math.min(widthPx, heightPx) >= SIDE_MIN_PX;
    return isLargeEnough && widthPx <= FRAME_WIDTH_MAX_PX && heightPx <= FRAME_HEIGHT_MAX_PX;
  }

  #expect(size: Size): void {
    this.#size = size;
    this.#remainingBytes = frameBytes(size.widthPx, size.heightPx);
    this.#target = this.#poolFor(this.#remainingBytes).lend();
  }

  /** Pictures of a reopened source mostly have the size they had: their buffers are used again. */
  #poolFor(bytes: number): FramePool {
    if (this.#pool?.bufferBytes === bytes) return this.#pool;
    this.#pool?.close();
    this.#pool = new FramePool(bytes);
    return this.#pool;
  }

  #fill(chunk: Uint8Array, from: number): number {
    const count = Math.min(this.#remainingBytes, chunk.length - from);
    const target = this.#target;
    target?.set(chunk.subarray(from, from + count), target.length - this.#remainingBytes);
    this.#remainingBytes -= count;
    if (this.#remainingBytes === 0) this.#endPicture();
    return count;
  }

  #endPicture(): void {
    const pixels = this.#target;
    this.#target = undefined;
    if (pixels === undefined || this.#size === undefined) this.#options.onStarved();
    else this.#options.onPicture({ pixels, ...this.#size });
  }

  #die(fault: PictureFault): void {
    this.#isDead = true;
    this.#options.onFault(fault);
  }
}
