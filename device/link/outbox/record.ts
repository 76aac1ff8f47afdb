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

/** Bytes before the body: length of the body, CRC-32 of the body, both unsigned 32-bit little-endian. */
export const FRAME_HEAD_BYTES = 8;
/** A longer body is damage, not a record. */
const BODY_BYTES_MAX = 64 * 1024;

export function encodeRecord({ payload, ...head }: OutboxRecord): Buffer {
  const body = Buffer.from(`${JSON.stringify(head)}\n${payload}`);
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(crc32(body), 4);
  body.copy(frame, FRAME_HEAD_BYTES);
  return frame;
}

/** The record that starts at `offset`, or null when what stands there is torn, damaged or nothing at all. */
export function decodeRecord(
  bytes: Buffer,
  offset: number,
): { readonly record: OutboxRecord; readonly lengthBytes: number } | null {
  if (bytes.length - offset < FRAME_HEAD_BYTES) return null;
  const bodyBytes = bytes.readUInt32LE(offset);
  const start = offset + FRAME_HEAD_BYTES;
  if (bodyBytes === 0 || bodyBytes > BODY_BYTES_MAX || bytes.length - start < bodyBytes) return null;
  const body = bytes.subarray(start, start + bodyBytes);
  if (crc32(body) !== bytes.readUInt32LE(offset + 4)) return null;
  const text = body.toString('utf8');
  const newline = text.indexOf('\n');
  const head = headSchema.safeParse(parseJson(text.slice(0, newline)));
  if (!head.success) return null;
  return { record: { ...head.data, payload: text.slice(newline + 1) }, lengthBytes: FRAME_HEAD_BYTES + bodyBytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
