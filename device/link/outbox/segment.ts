// A segment is one append-only file of the journal, named after the position of its first record. Positions number all
// records since the journal began; they are never used twice.
import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecodedRecord, decodeRecord, FRAME_HEAD_BYTES, type OutboxRecord } from './record.ts';

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

/** All whole records of the segment, also those behind a damaged one. */
export async function readSegment(folder: string, first: number): Promise<SegmentContent> {
  const bytes = await readFile(segmentPath(folder, first));
  const records: PlacedRecord[] = [];
  let wholeBytes = 0;
  for (let found = findRecord(bytes, 0); found !== null; found = findRecord(bytes, wholeBytes)) {
    const { position, record, lengthBytes, offsetBytes } = found;
    records.push({ place: { position, segment: first, offsetBytes, lengthBytes }, record });
    wholeBytes = offsetBytes + lengthBytes;
  }
  return { records, wholeBytes, fileBytes: bytes.length };
}

/** The first whole record at or after `from`: a checksum of 32 bits and a schema make a chance find impossible enough. */
function findRecord(bytes: Buffer, from: number): (DecodedRecord & { readonly offsetBytes: number }) | null {
  for (let offsetBytes = from; offsetBytes + FRAME_HEAD_BYTES < bytes.length; offsetBytes += 1) {
    const found = decodeRecord(bytes, offsetBytes);
    if (found !== null) return { ...found, offsetBytes };
  }
  return null;
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
