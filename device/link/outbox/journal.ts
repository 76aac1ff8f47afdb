// The journal holds every released window, appended once, in segments: its unacknowledged part is the outbox, and what
// was acknowledged stays as the ring of released windows. Invariant: when `append` resolves, the records are on the disk.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { syncFolder } from '../../runtime/durable-file.ts';
import { encodeRecord, type OutboxRecord } from './record.ts';
import {
  cutSegment,
  type Place,
  type PlacedRecord,
  readRecord,
  readSegment,
  segmentFirst,
  segmentPath,
} from './segment.ts';

/** Small enough to read whole for the pages, large enough that 50 MB are 200 files. */
const SEGMENT_BYTES = 256 * 1024;

interface Segment {
  readonly first: number;
  bytes: number;
  records: number;
  newestMs: number;
}

/** What opening found besides whole records. */
export interface Damage {
  readonly segment: number;
  readonly bytes: number;
  /** Records lost with them; null at the end of the journal, where an unfinished append was never confirmed. */
  readonly records: number | null;
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
    const last = this.#segments.at(-1);
    return (last === undefined ? 0 : last.first + last.records) + this.#reserved;
  }

  /** A position for a record that the disk refused: the journal never gives it to another. */
  reserve(): number {
    const position = this.end;
    this.#reserved += 1;
    return position;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Reads all segments, hands each whole record to `visit` in order, cuts a torn tail and tells all damage.
   * `floor` is a position that no later record may have, for a journal whose segments are all gone.
   */
  async open(floor: number, visit: (placed: PlacedRecord) => void): Promise<readonly Damage[]> {
    const firsts = (await readdir(this.#folder)).flatMap((name) => segmentFirst(name) ?? []).sort((a, b) => a - b);
    const damages: Damage[] = [];
    for (const [index, first] of firsts.entries()) {
      const damage = await this.#load(first, firsts[index + 1], visit);
      if (damage !== null) damages.push(damage);
    }
    this.#reserved = Math.max(0, floor - this.end);
    return damages;
  }

  async #load(first: number, next: number | undefined, visit: (placed: PlacedRecord) => void): Promise<Damage | null> {
    const { records, wholeBytes, fileBytes } = await readSegment(this.#folder, first);
    for (const placed of records) visit(placed);
    const newestMs = records.reduce((newest, { record }) => Math.max(newest, record.atMs), 0);
    this.#segments.push({ first, bytes: fileBytes, records: records.length, newestMs });
    if (wholeBytes === fileBytes) return null;
    const lost = next === undefined ? null : Math.max(0, next - first - records.length);
    if (next === undefined) await this.#cutLast(wholeBytes);
    return { segment: first, bytes: fileBytes - wholeBytes, records: lost };
  }

  async #cutLast(wholeBytes: number): Promise<void> {
    const last = this.#segments.at(-1);
    if (last === undefined) return;
    await cutSegment(this.#folder, last.first, wholeBytes);
    last.bytes = wholeBytes;
  }

  /** One write and one fdatasync for all of `records`. After an error none of them is there. */
  async append(records: readonly OutboxRecord[]): Promise<readonly Place[]> {
    const { segment, file } = await this.#writable();
    const frames = records.map(encodeRecord);
    const places = placesOf(segment, frames);
    try {
      await writeWhole(file, Buffer.concat(frames), segment.bytes);
      await file.datasync();
    } catch (error) {
      await this.#abandon(segment);
      throw error;
    }
    segment.bytes += frames.reduce((sum, frame) => sum + frame.length, 0);
    segment.records += records.length;
    segment.newestMs = records.reduce((newest, { atMs }) => Math.max(newest, atMs), segment.newestMs);
    return places;
  }

  read(place: Place): Promise<OutboxRecord | null> {
    return readRecord(this.#folder, place);
  }

  /** Records newest first, for as long as the consumer asks. */
  async *newestFirst(): AsyncGenerator<OutboxRecord> {
    for (const { first } of this.#segments.toReversed()) {
      const { records } = await readSegment(this.#folder, first).catch(() => ({ records: [] }));
      for (const { record } of records.toReversed()) yield record;
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
    // A file of this name can only be one that was begun and never written: `wx` would refuse to go on from it.
    const file = await open(segmentPath(this.#folder, first), 'w+', 0o600);
    await syncFolder(this.#folder);
    const segment = { first, bytes: 0, records: 0, newestMs: 0 };
    this.#segments = [...this.#segments.filter((other) => other.first !== first), segment];
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
      position: segment.first + segment.records + index,
      segment: segment.first,
      offsetBytes,
      lengthBytes: frame.length,
    };
    offsetBytes += frame.length;
    return place;
  });
}
