// What an inference worker and its owner say to each other. Both sides parse what they receive.
import { z } from 'zod';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../../shared/errors.ts';

const errorSchema = z.strictObject({ code: z.string(), message: z.string(), hint: z.string() });
export type PlainError = z.infer<typeof errorSchema>;

/** To the worker. One request at a time. */
export const downSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), serial: z.int(), value: z.unknown() }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type Down = z.infer<typeof downSchema>;

/** From the worker: `ready` or `failed` once, then an answer or a refusal for each request. */
export const upSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), description: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), error: errorSchema }),
  z.strictObject({ kind: z.literal('answer'), serial: z.int(), value: z.unknown() }),
  z.strictObject({ kind: z.literal('refused'), serial: z.int(), error: errorSchema }),
]);
export type Up = z.infer<typeof upSchema>;

/** What a worker is started with. */
export const workerDataSchema = z.strictObject({
  gate: z.instanceof(Int32Array).refine((memory) => memory.buffer instanceof SharedArrayBuffer),
  options: z.unknown(),
});

/** Class and cause do not survive the way between threads; code, message and hint do. */
export function toPlain(error: unknown): PlainError {
  if (isRoomtoneError(error)) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'INTERNAL', message: messageOf(error), hint: 'Report it with the log.' };
}

export const fromPlain = ({ code, message, hint }: PlainError) => new RoomtoneError(code, message, hint);
