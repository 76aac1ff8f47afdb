// A segment is one append-only file of the journal, named after the position of its first record. Positions number all
// records since the journal began; they are never used twice.
import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecord, type OutboxRecord } from './record.ts';

const NAME = /^(\d{15})\.segment$/;

export const segmentPath = (folder: string, first: number) =>
  join(folder, `${String(first).padStart(15, '0')}.segment`);

/** The position in a segment's file name, or null for any other file. */
export function segmentFirst(fileName: string): number | null {
  const digits = NAME.exec(fileName)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Where a record stands on the disk. */
export interface Place {
  readonly position: number;
  /** Position of the first record of its segment. */
  readonly segment: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export interface PlacedRecord {
  readonly place: Place;
  readonly record: OutboxRecord;
}

export interface SegmentContent {
  readonly records: readonly PlacedRecord[];
  /** Bytes up to the end of the last whole record. */
  readonly wholeBytes: number;
  readonly fileBytes: number;
}

/** All whole records from the start of the segment up to the first one that is not. */
export async function readSegment(folder: string, first: number): Promise<SegmentContent> {
  const bytes = await readFile(segmentPath(folder, first));
  const records: PlacedRecord[] = [];
  let offsetBytes = 0;
  for (let found = decodeRecord(bytes, 0); found !== null; found = decodeRecord(bytes, offsetBytes)) {
    const { record, lengthBytes } = found;
    records.push({ place: { position: first + records.length, segment: first, offsetBytes, lengthBytes }, record });
    offsetBytes += lengthBytes;
  }
  return { records, wholeBytes: offsetBytes, fileBytes: bytes.length };
}

/** The record at `place`, or null when the disk no longer has it whole. */
export async function readRecord(folder: string, place: Place): Promise<OutboxRecord | null> {
  const file = await open(segmentPath(folder, place.segment), 'r');
  try {
    const bytes = Buffer.allocUnsafe(place.lengthBytes);
    const { bytesRead } = await file.read(bytes, 0, place.lengthBytes, place.offsetBytes);
    return decodeRecord(bytes.subarray(0, bytesRead), 0)?.record ?? null;
  } finally {
    await file.close();
  }
}

/** Cuts what a write left half done. */
export async function cutSegment(folder: string, first: number, wholeBytes: number): Promise<void> {
  await truncate(segmentPath(folder, first), wholeBytes);
}
