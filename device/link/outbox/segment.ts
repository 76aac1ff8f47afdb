// A segment is one append-only file of the journal, named after the position of its first record. Positions number all
// records since the journal began; they are never used twice.
import { open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DecodedHead,
  decodeHead,
  decodeRecord,
  FRAME_HEAD_BYTES,
  type OutboxRecord,
  type RecordHead,
} from './record.ts';

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

export interface PlacedHead {
  readonly place: Place;
  readonly head: RecordHead;
}

export interface SegmentContent {
  readonly heads: readonly PlacedHead[];
  /** Bytes up to the end of the last whole record. */
  readonly wholeBytes: number;
  readonly fileBytes: number;
  /** The file; a view of the buffer that was given, valid until that is used again. */
  readonly bytes: Buffer;
}

/**
 * All whole records of the segment, also those behind a damaged one, without their payloads: a start with a full outbox
 * must not decode 50 MB. `buffer` is used when it is large enough.
 */
export async function readSegment(folder: string, first: number, buffer: Buffer): Promise<SegmentContent> {
  const bytes = await readInto(segmentPath(folder, first), buffer);
  const heads: PlacedHead[] = [];
  let wholeBytes = 0;
  for (let found = findHead(bytes, 0); found !== null; found = findHead(bytes, wholeBytes)) {
    const { position, head, lengthBytes, offsetBytes } = found;
    heads.push({ place: { position, segment: first, offsetBytes, lengthBytes }, head });
    wholeBytes = offsetBytes + lengthBytes;
  }
  return { heads, wholeBytes, fileBytes: bytes.length, bytes };
}

async function readInto(path: string, buffer: Buffer): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = size <= buffer.length ? buffer.subarray(0, size) : Buffer.allocUnsafe(size);
    for (let done = 0; done < size; ) {
      const { bytesRead } = await file.read(bytes, done, size - done, done);
      if (bytesRead === 0) return bytes.subarray(0, done);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** The first whole record at or after `from`: a checksum of 32 bits and a schema make a chance find impossible enough. */
function findHead(bytes: Buffer, from: number): (DecodedHead & { readonly offsetBytes: number }) | null {
  for (let offsetBytes = from; offsetBytes + FRAME_HEAD_BYTES < bytes.length; offsetBytes += 1) {
    const found = decodeHead(bytes, offsetBytes);
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
