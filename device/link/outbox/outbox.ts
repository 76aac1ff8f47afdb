// The outbox is the part of the journal that the broker has not acknowledged. Invariant: every window that was appended
// is acknowledged once, or dropped and counted by its stream; never both, never neither.
import { join } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import { OUTBOX_AGE_MS, OUTBOX_BYTES, OUTBOX_COUNT, RING_DAYS } from '../../../shared/limits.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import { StuckWatch } from '../../runtime/stuck-watch.ts';
import { acknowledgedBut, isAcknowledged } from './acknowledged.ts';
import { ageOf, type Now, type OutboxBounds, overdue } from './bounds.ts';
import { CursorFile } from './cursor-file.ts';
import { type Damage, Journal, type NewestFirst, type PlacedRecord } from './journal.ts';
import { type Pending, PendingList, type Store } from './pending-list.ts';
import { RecentKeys } from './recent-keys.ts';
import type { OutboxRecord, RecordHead } from './record.ts';
import type { Place } from './segment.ts';

/** Journal on disk: the outbox at its fullest, and room for the ring of released windows beside it. */
const JOURNAL_BYTES = OUTBOX_BYTES + 14 * 1024 * 1024;
const DAY_MS = 24 * 3_600_000;
/** Records kept in memory while the disk refuses them; their giver keeps them too. */
const HELD_MAX = 200;
/** A disk that neither takes nor refuses: a card that is at its end answers within seconds. */
const WRITE_STUCK_MS = 60_000;

export type NewRecord = Omit<OutboxRecord, 'atMs' | 'clock'>;

/** `held`: only in memory, so whoever gave it must keep it. `refused`: not even there. */
export type Appended = 'durable' | 'duplicate' | 'held' | 'refused';

const BOUNDS: OutboxBounds = { bytes: OUTBOX_BYTES, ageMs: OUTBOX_AGE_MS, count: OUTBOX_COUNT };

export interface OutboxOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bounds?: OutboxBounds;
  /** Called when the disk begins to refuse, with the reason. */
  readonly onDegraded?: (reason: string) => void;
  /** Called with the number of confirmed records that the disk has lost. */
  readonly onDamaged?: (records: number) => void;
}

export interface OutboxStatistics {
  readonly depth: number;
  readonly bytes: number;
  readonly oldestSeconds: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Why records are only held in memory, or null when the disk takes them. */
  readonly degraded: string | null;
}

export class Outbox implements Service {
  readonly name = 'outbox';
  readonly #options: OutboxOptions;
  readonly #bounds: OutboxBounds;
  readonly #journal: Journal;
  readonly #cursor: CursorFile;
  readonly #pending = new PendingList();
  readonly #keys = new RecentKeys();
  readonly #dropped = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #degraded: string | null = null;
  #isOpen = false;
  #writing: Promise<unknown> = Promise.resolve();
  readonly #writes: StuckWatch;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#bounds = options.bounds ?? BOUNDS;
    this.#writes = new StuckWatch(options.clock, WRITE_STUCK_MS);
    this.#journal = new Journal(join(options.folder, 'journal'));
    this.#cursor = new CursorFile(join(options.folder, 'cursor'), options.clock, (error) => this.#degrade(error));
  }

  /** A disk that refuses does not keep the program down: it then works in memory and says so. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      this.#degrade(error);
    }
  }

  async stop(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#cursor.close();
    await this.#journal.close();
  }

  /** A disk that refuses is a state; a write that does not end holds up all others. */
  unhealthy(): string | null {
    return this.#writes.reason('a write');
  }

  /** Calls `listener` whenever a record came or went, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Appends in order with one fdatasync. One outcome for each record, in the same order. */
  append(records: readonly NewRecord[]): Promise<readonly Appended[]> {
    const next = this.#writing.catch(() => {}).then(() => this.#writes.time(() => this.#append(records)));
    this.#writing = next;
    return next;
  }

  /** The first waiting record at or after `position` that is not on its way yet. */
  next(position: number): Pending | undefined {
    return this.#pending.nextIdle(position);
  }

  /** Position that the next record gets: what is below it now is backlog. */
  get end(): number {
    return this.#journal.end;
  }

  /** The text to publish, or null when the disk no longer has it whole: it is then dropped and counted. */
  async payloadOf(pending: Pending): Promise<string | null> {
    if (pending.store.kind === 'memory') return pending.store.payload;
    const record = await this.#journal.read(pending.store.place).catch(() => null);
    if (record === null) this.#drop(pending, 'unreadable');
    return record?.payload ?? null;
  }

  /** The broker has it. False when it was not waiting any more. */
  acknowledge(position: number): boolean {
    const entry = this.#pending.find(position);
    if (entry === undefined || !this.#pending.remove(entry)) return false;
    this.#keys.add(entry.key);
    this.#changed();
    return true;
  }

  /** Gives up on a record that the broker will never take; it is counted under `<label>.<why>`. */
  refuse(position: number, why: string): void {
    const entry = this.#pending.find(position);
    if (entry !== undefined) this.#drop(entry, why);
  }

  /** Counts what was lost before it came here. */
  countLost(label: string, count: number): void {
    this.#count(label, count);
    this.#changed();
  }

  statistics(): OutboxStatistics {
    const { oldest, depth, bytes } = this.#pending;
    const ageMs = oldest === undefined ? 0 : (ageOf(oldest, this.#now()) ?? 0);
    const oldestSeconds = Math.max(0, Math.round(ageMs / 1_000));
    return { depth, bytes, oldestSeconds, dropped: Object.fromEntries(this.#dropped), degraded: this.#degraded };
  }

  /** Released windows, newest first. */
  newestFirst(part: NewestFirst = {}): AsyncGenerator<PlacedRecord> {
    return this.#journal.newestFirst(part);
  }

  async #open(): Promise<void> {
    const { folder, log } = this.#options;
    const cursor = await this.#cursor.open();
    for (const [label, count] of Object.entries(cursor.dropped)) this.#count(label, count);
    const damages = await this.#journal.open(cursor.through, ({ place, head }) => {
      this.#keys.add(head.key);
      if (!isAcknowledged(cursor, place.position)) this.#admit(head, place, null);
    });
    this.#isOpen = true;
    for (const damage of damages) this.#tell(damage);
    log.info({ folder, depth: this.#pending.depth }, 'outbox open');
  }

  #tell({ segment, bytes, records }: Damage): void {
    const { log } = this.#options;
    if (records === 0) log.warn({ segment, bytes }, 'outbox: a torn append was cut off; it was never confirmed');
    else log.error({ segment, bytes, records }, 'outbox: damaged records are lost');
    if (records === 0) return;
    this.#count('damaged', records);
    this.#options.onDamaged?.(records);
  }

  async #append(records: readonly NewRecord[]): Promise<readonly Appended[]> {
    const { clock } = this.#options;
    const stamp = { atMs: Math.round(clock.wallMs()), clock: clock.state() };
    const known = records.map((record, index) => this.#known(record, records.slice(0, index)));
    const fresh = records.filter((_, index) => known[index] === null).map((record) => ({ ...record, ...stamp }));
    if (fresh.length === 0) return known.map((outcome) => outcome ?? 'duplicate');
    const written = await this.#write(fresh);
    await this.#enforceBounds();
    this.#changed();
    return known.map((outcome) => outcome ?? written);
  }

  /** Null for a record that is still to be written, which one that waits in memory is as long as it is not on its way. */
  #known({ key }: NewRecord, before: readonly NewRecord[]): Appended | null {
    if (this.#keys.has(key) || before.some((other) => other.key === key)) return 'duplicate';
    return this.#pending.inMemory(key)?.inFlight === true ? 'held' : null;
  }

  async #write(records: readonly OutboxRecord[]): Promise<Appended> {
    try {
      if (!this.#isOpen) await this.#open();
      const places = await this.#journal.append(records);
      for (const [index, record] of records.entries()) this.#settle(record, places[index]);
      if (this.#degraded !== null) this.#options.log.info('outbox: the disk takes records again');
      this.#degraded = null;
      return 'durable';
    } catch (error) {
      this.#degrade(error);
      return this.#hold(records);
    }
  }

  #settle(record: OutboxRecord, place: Place | undefined): void {
    if (place === undefined) return;
    const held = this.#pending.inMemory(record.key);
    if (held !== undefined) this.#pending.remove(held);
    this.#keys.add(record.key);
    const { payload: _, ...head } = record;
    this.#admit(head, place, held?.arrivedMs ?? this.#options.clock.monotonicMs());
  }

  #admit(head: RecordHead, place: Place, arrivedMs: number | null): void {
    const store: Store = { kind: 'disk', place };
    this.#pending.add({
      ...head,
      position: place.position,
      bytes: place.lengthBytes,
      arrivedMs,
      store,
      inFlight: false,
    });
  }

  #hold(records: readonly OutboxRecord[]): Appended {
    for (const { payload, ...head } of records) {
      if (this.#pending.inMemory(head.key) !== undefined) continue;
      if (this.#pending.inMemoryCount >= HELD_MAX) return 'refused';
      const position = this.#journal.reserve();
      const arrivedMs = this.#options.clock.monotonicMs();
      const store: Store = { kind: 'memory', payload };
      this.#pending.add({ ...head, position, bytes: payload.length, arrivedMs, store, inFlight: false });
    }
    return 'held';
  }

  #degrade(error: unknown): void {
    const { log, onDegraded } = this.#options;
    const reason = messageOf(error);
    const before = this.#degraded;
    this.#degraded = reason;
    if (before !== reason) log.error({ err: error }, 'outbox: the disk refuses; holding in memory');
    if (before === null) onDegraded?.(reason);
  }

  async #enforceBounds(): Promise<void> {
    const { entries, bytes } = this.#pending;
    for (const entry of overdue(entries, bytes, this.#bounds, this.#now())) this.#drop(entry);
    const segments = this.#pending.entries.flatMap(({ store }) => (store.kind === 'disk' ? store.place.segment : []));
    const needed = new Set(segments);
    const olderThanMs = this.#options.clock.wallMs() - RING_DAYS * DAY_MS;
    await this.#journal.trim(JOURNAL_BYTES, olderThanMs, (first) => needed.has(first)).catch(() => {});
  }

  #now(): Now {
    const { clock } = this.#options;
    return { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs(), clock: clock.state() };
  }

  #drop(entry: Pending, why?: string): void {
    if (!this.#pending.remove(entry)) return;
    this.#count(why === undefined ? entry.label : `${entry.label}.${why}`, 1);
    this.#changed();
  }

  #count(label: string, count: number): void {
    this.#dropped.set(label, (this.#dropped.get(label) ?? 0) + count);
  }

  #changed(): void {
    this.#cursor.save(() => {
      const positions = this.#pending.entries.map(({ position }) => position);
      return { ...acknowledgedBut(positions, this.#journal.end), dropped: Object.fromEntries(this.#dropped) };
    });
    for (const listener of this.#listeners) listener();
  }
}
