// The cursor file says what the broker has acknowledged and what was dropped. Two slots are written in turn, each with
// a generation and a checksum, so that a torn write leaves the one before. Losing the newest slot only means that some
// windows are sent again under the same key.
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';

const position = z.int().nonnegative();
const slotSchema = z.strictObject({
  v: z.literal(1),
  generation: z.int().nonnegative(),
  through: position,
  ranges: z.array(z.tuple([position, position])),
  dropped: z.record(z.string(), z.int().nonnegative()).describe('Dropped by a bound or by damage, by label'),
});
type Slot = z.infer<typeof slotSchema>;

export interface Cursor {
  readonly through: number;
  readonly ranges: readonly (readonly [number, number])[];
  readonly dropped: Readonly<Record<string, number>>;
}

/** A slot each in a page of its own: a torn page costs one slot. */
const SLOT_BYTES = 4_096;
const SLOT_HEAD_BYTES = 8;
/** More ranges than this do not fit a slot; the highest are forgotten, which costs a resend and nothing else. */
const RANGES_MAX = 64;
/** A power cut may cost this much of what was acknowledged: those windows are sent again under the same key. */
const SYNC_MS = 2_000;

const EMPTY_CURSOR: Cursor = { through: 0, ranges: [], dropped: {} };

export class CursorFile {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #file: FileHandle | undefined;
  #generation = 0;
  #latest: (() => Cursor) | undefined;
  #saving: Promise<void> | undefined;
  #syncedMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, clock: Clock, onError: (error: unknown) => void) {
    this.#path = path;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** The newest whole slot; the empty cursor where there is none. */
  async open(): Promise<Cursor> {
    const file = this.#file ?? (await openOrCreate(this.#path));
    this.#file = file;
    const bytes = Buffer.alloc(2 * SLOT_BYTES);
    await file.read(bytes, 0, bytes.length, 0);
    const slots = [0, SLOT_BYTES].flatMap((offset) => decodeSlot(bytes.subarray(offset, offset + SLOT_BYTES)) ?? []);
    const newest = slots.toSorted((a, b) => b.generation - a.generation)[0];
    if (newest === undefined) return EMPTY_CURSOR;
    this.#generation = newest.generation;
    return newest;
  }

  /** Writes what `latest` says, once for all calls that come while a write is going on. */
  save(latest: () => Cursor): void {
    this.#latest = latest;
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined;
    });
  }

  async close(): Promise<void> {
    await this.#saving;
    const file = this.#file;
    this.#file = undefined;
    await file?.datasync().catch(this.#onError);
    await file?.close();
  }

  async #saveAll(): Promise<void> {
    for (let latest = this.#latest; latest !== undefined; latest = this.#latest) {
      this.#latest = undefined;
      await this.#write(latest()).catch(this.#onError);
    }
  }

  /** A written slot survives the death of the program at once, a power cut after the next sync. */
  async #write({ through, ranges, dropped }: Cursor): Promise<void> {
    const generation = this.#generation + 1;
    const kept = ranges.slice(0, RANGES_MAX);
    const slot = encodeSlot(JSON.stringify({ v: 1, generation, through, ranges: kept, dropped }));
    await this.#file?.write(slot, 0, slot.length, (generation % 2) * SLOT_BYTES);
    this.#generation = generation;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#syncedMs < SYNC_MS) return;
    this.#syncedMs = nowMs;
    await this.#file?.datasync();
  }
}

/** Also where the file system is read-only: what is known stays known. */
async function openOrCreate(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return await open(path, 'r+');
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return open(path, absent ? 'w+' : 'r', 0o600);
  }
}

function encodeSlot(text: string): Buffer {
  const body = Buffer.from(text);
  const slot = Buffer.alloc(SLOT_HEAD_BYTES + body.length);
  slot.writeUInt32LE(body.length, 0);
  slot.writeUInt32LE(crc32(body), 4);
  body.copy(slot, SLOT_HEAD_BYTES);
  return slot;
}

function decodeSlot(slot: Buffer): Slot | null {
  const length = slot.readUInt32LE(0);
  if (length === 0 || length > SLOT_BYTES - SLOT_HEAD_BYTES) return null;
  const body = slot.subarray(SLOT_HEAD_BYTES, SLOT_HEAD_BYTES + length);
  if (crc32(body) !== slot.readUInt32LE(4)) return null;
  return slotSchema.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
}
