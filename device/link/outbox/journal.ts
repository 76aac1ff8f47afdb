// The journal holds every released window, appended once, in segments: its unacknowledged part is the outbox, and what
// was acknowledged stays as the ring of released windows. Invariant: when `append` resolves, the records are on the disk.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { syncFolder } from '../../runtime/durable-file.ts';
import { decodeRecord, encodeRecord, type OutboxRecord } from './record.ts';
import {
  cutSegment,
  type Place,
  type PlacedHead,
  readRecord,
  readSegment,
  type SegmentContent,
  segmentFirst,
  segmentPath,
} from './segment.ts';

/** Small enough to read whole for the pages, large enough that 50 MB are 200 files. */
const SEGMENT_BYTES = 256 * 1024;
/** At least as many records as a segment can hold: the smallest frame is longer than 64 bytes. */
const UNREADABLE_RECORDS = SEGMENT_BYTES / 64;

interface Segment {
  readonly first: number;
  bytes: number;
  /** Position after its last record. */
  end: number;
  newestMs: number;
}

export interface PlacedRecord {
  readonly position: number;
  readonly record: OutboxRecord;
}

export interface NewestFirst {
  /** Only what stands below this position. */
  readonly before?: number;
  /** Only segments whose newest record was appended at this wall time or later. */
  readonly newerThanMs?: number;
}

const NOTHING: SegmentContent = { heads: [], wholeBytes: 0, fileBytes: 0, bytes: Buffer.alloc(0) };

/** What opening found besides whole records. */
export interface Damage {
  readonly segment: number;
  /** At the end of the segment. */
  readonly bytes: number;
  /** Confirmed records that are lost; 0 for a torn tail, an append that was never confirmed. */
  readonly records: number;
}

export class Journal {
  readonly #folder: string;
  #segments: Segment[] = [];
  #file: FileHandle | undefined;
  #reserved = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Position that the next record gets. */
  get end(): number {
    return (this.#segments.at(-1)?.end ?? 0) + this.#reserved;
  }

  /** A position for a record that the disk refused: the journal never gives it to another. */
  reserve(): number {
    const position = this.end;
    this.#reserved += 1;
    return position;
  }

  /**
   * Reads all segments, hands what each whole record is to `visit` in order, cuts a torn tail and tells all damage.
   * `floor` is a position that no later record may have, for a journal whose segments are all gone.
   */
  async open(floor: number, visit: (placed: PlacedHead) => void): Promise<readonly Damage[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const firsts = (await readdir(this.#folder)).flatMap((name) => segmentFirst(name) ?? []).sort((a, b) => a - b);
    const damages: Damage[] = [];
    const buffer = Buffer.allocUnsafe(2 * SEGMENT_BYTES);
    this.#segments = [];
    for (const [index, first] of firsts.entries()) {
      const damage = await this.#load(first, firsts[index + 1], buffer, visit);
      if (damage !== null) damages.push(damage);
    }
    this.#reserved = Math.max(0, floor - this.end);
    return damages;
  }

  async #load(
    first: number,
    next: number | undefined,
    buffer: Buffer,
    visit: (placed: PlacedHead) => void,
  ): Promise<Damage | null> {
    const content = await readSegment(this.#folder, first, buffer).catch(() => null);
    if (content === null) return this.#seal(first, next ?? first + UNREADABLE_RECORDS);
    const { heads, wholeBytes, fileBytes } = content;
    for (const placed of heads) visit(placed);
    const newestMs = heads.reduce((newest, { head }) => Math.max(newest, head.atMs), 0);
    const lastEnd = (heads.at(-1)?.place.position ?? first - 1) + 1;
    const isTorn = wholeBytes < fileBytes;
    const end = isTorn ? (next ?? lastEnd) : lastEnd;
    if (isTorn && next === undefined) await cutSegment(this.#folder, first, wholeBytes).catch(() => {});
    this.#segments.push({ first, bytes: next === undefined ? wholeBytes : fileBytes, end, newestMs });
    const lost = end - first - heads.length;
    return isTorn || lost > 0 ? { segment: first, bytes: fileBytes - wholeBytes, records: lost } : null;
  }

  /** A file that the disk no longer gives: nothing is appended to it, and its positions are not used again. */
  #seal(first: number, end: number): Damage {
    this.#segments.push({ first, bytes: SEGMENT_BYTES, end, newestMs: 0 });
    return { segment: first, bytes: SEGMENT_BYTES, records: end - first };
  }

  /** One write and one fdatasync for all of `records`. After an error none of them is there. */
  async append(records: readonly OutboxRecord[]): Promise<readonly Place[]> {
    const { segment, file } = await this.#writable();
    const frames = records.map((record, index) => encodeRecord(segment.end + index, record));
    const places = placesOf(segment, frames);
    try {
      await writeWhole(file, Buffer.concat(frames), segment.bytes);
      await file.datasync();
    } catch (error) {
      await this.#abandon(segment);
      throw error;
    }
    segment.bytes += frames.reduce((sum, frame) => sum + frame.length, 0);
    segment.end += records.length;
    segment.newestMs = records.reduce((newest, { atMs }) => Math.max(newest, atMs), segment.newestMs);
    return places;
  }

  read(place: Place): Promise<OutboxRecord | null> {
    return readRecord(this.#folder, place);
  }

  /** Records newest first, for as long as the consumer asks: below `before`, out of segments that `newerThanMs` may concern. */
  async *newestFirst({ before = Infinity, newerThanMs = -Infinity }: NewestFirst = {}): AsyncGenerator<PlacedRecord> {
    const buffer = Buffer.allocUnsafe(2 * SEGMENT_BYTES);
    for (const { first, newestMs } of this.#segments.toReversed()) {
      if (first >= before || newestMs < newerThanMs) continue;
      const { heads, bytes } = await readSegment(this.#folder, first, buffer).catch(() => NOTHING);
      for (const { place } of heads.toReversed()) {
        const record = place.position < before ? decodeRecord(bytes, place.offsetBytes)?.record : undefined;
        if (record !== undefined) yield { position: place.position, record };
      }
    }
  }

  /** Removes the oldest segments that `isNeeded` does not hold back while they are over `bytesMax` or before `olderThanMs`. */
  async trim(bytesMax: number, olderThanMs: number, isNeeded: (first: number) => boolean): Promise<void> {
    let excess = this.bytes - bytesMax;
    for (const segment of this.#segments.slice(0, -1)) {
      if (isNeeded(segment.first) || (excess <= 0 && segment.newestMs >= olderThanMs)) continue;
      await rm(segmentPath(this.#folder, segment.first), { force: true });
      this.#segments = this.#segments.filter((other) => other !== segment);
      excess -= segment.bytes;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #writable(): Promise<{ segment: Segment; file: FileHandle }> {
    const last = this.#segments.at(-1);
    if (last === undefined || last.bytes >= SEGMENT_BYTES || this.#reserved > 0) return this.#begin(this.end);
    this.#file ??= await open(segmentPath(this.#folder, last.first), 'r+');
    return { segment: last, file: this.#file };
  }

  async #begin(first: number): Promise<{ segment: Segment; file: FileHandle }> {
    await this.close();
    const path = segmentPath(this.#folder, first);
    const file = await open(path, 'wx+', 0o600);
    try {
      await syncFolder(this.#folder);
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    const segment = { first, bytes: 0, end: first, newestMs: 0 };
    this.#segments.push(segment);
    this.#reserved = 0;
    this.#file = file;
    return { segment, file };
  }

  /** A half-written append is cut away at once, and at the next open if the disk refuses even that. */
  async #abandon(segment: Segment): Promise<void> {
    const file = this.#file;
    await file?.truncate(segment.bytes).catch(() => {});
    await this.close().catch(() => {});
  }
}

async function writeWhole(file: FileHandle, bytes: Buffer, offsetBytes: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offsetBytes + done);
    done += bytesWritten;
  }
}

function placesOf(segment: Segment, frames: readonly Buffer[]): readonly Place[] {
  let offsetBytes = segment.bytes;
  return frames.map((frame, index) => {
    const place = {
      position: segment.end + index,
      segment: segment.first,
      offsetBytes,
      lengthBytes: frame.length,
    };
    offsetBytes += frame.length;
    return place;
  });
}
