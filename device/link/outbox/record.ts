// A record is one message on its way to the broker, framed for the disk: length, CRC-32, then one line of JSON that
// says what it is and the exact text to publish. Invariant: a frame is whole or it is not there.
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { CLOCK_STATES } from '../../../shared/vocabulary.ts';

const headSchema = z.strictObject({
  key: z.string().max(64).describe('Idempotency key: a second record with it is a duplicate'),
  label: z.string().max(32).describe('What it is counted under when it is dropped: its stream'),
  note: z.string().max(64).nullable().describe('One word that its owner needs once it is acknowledged'),
  atMs: z.int().describe('Wall clock when it was appended, UTC milliseconds'),
  clock: z.enum(CLOCK_STATES).describe('How far that time can be trusted'),
});
export type RecordHead = z.infer<typeof headSchema>;
export type OutboxRecord = RecordHead & { readonly payload: string };

/** Idempotency key of a window. */
export const recordKey = ({ boot, seq }: { readonly boot: number; readonly seq: number }) => `${boot}/${seq}`;

/** Bytes before the body: its length, the CRC-32 of all that follows (both unsigned 32-bit), the position (64-bit). */
export const FRAME_HEAD_BYTES = 16;
const CRC_FROM_BYTES = 8;
/** A longer body is damage, not a record. */
const BODY_BYTES_MAX = 64 * 1024;

export function encodeRecord(position: number, { payload, ...head }: OutboxRecord): Buffer {
  const body = Buffer.from(`${JSON.stringify(head)}\n${payload}`);
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeBigUInt64LE(BigInt(position), CRC_FROM_BYTES);
  body.copy(frame, FRAME_HEAD_BYTES);
  frame.writeUInt32LE(crc32(frame.subarray(CRC_FROM_BYTES)), 4);
  return frame;
}

export interface DecodedHead {
  readonly position: number;
  readonly head: RecordHead;
  readonly payloadOffset: number;
  readonly lengthBytes: number;
}

const NEWLINE = 0x0a;

/** What the record that starts at `offset` is, or null when what stands there is torn, damaged or nothing at all. */
export function decodeHead(bytes: Buffer, offset: number): DecodedHead | null {
  if (bytes.length - offset < FRAME_HEAD_BYTES) return null;
  const lengthBytes = FRAME_HEAD_BYTES + bytes.readUInt32LE(offset);
  if (lengthBytes > FRAME_HEAD_BYTES + BODY_BYTES_MAX || bytes.length - offset < lengthBytes) return null;
  const frame = bytes.subarray(offset, offset + lengthBytes);
  if (crc32(frame.subarray(CRC_FROM_BYTES)) !== frame.readUInt32LE(4)) return null;
  const newline = frame.indexOf(NEWLINE, FRAME_HEAD_BYTES);
  const head = headSchema.safeParse(parseJson(frame.toString('utf8', FRAME_HEAD_BYTES, Math.max(newline, 0))));
  if (!head.success) return null;
  const position = Number(frame.readBigUInt64LE(CRC_FROM_BYTES));
  return { position, head: head.data, payloadOffset: offset + newline + 1, lengthBytes };
}

/** The record that starts at `offset`, or null as above. */
export function decodeRecord(
  bytes: Buffer,
  offset: number,
): { readonly position: number; readonly record: OutboxRecord; readonly lengthBytes: number } | null {
  const found = decodeHead(bytes, offset);
  if (found === null) return null;
  const { position, head, payloadOffset, lengthBytes } = found;
  const payload = bytes.toString('utf8', payloadOffset, offset + lengthBytes);
  return { position, record: { ...head, payload }, lengthBytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
