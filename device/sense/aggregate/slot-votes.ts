// Votes by slots of time, where people are not told apart: each slot votes once, by the majority of what fell into it.
// The slots are a fixed grid from the window's opening. A cool-down counted from the last vote would let one vote decide
// which later ones count, and so change a histogram by more than one.

/** Speakers are not told apart: a minute is one voice. */
export const VOICE_SLOT_MS = 60_000;
/** Taps: one hand at the kiosk, one vote. */
export const FEEDBACK_SLOT_MS = 10_000;

export class SlotVotes<K extends string> {
  readonly #bins: readonly K[];
  readonly #tie: K;
  readonly #slotMs: number;
  readonly #openedAtMs: number;
  /** By slot: how often each bin. At most one entry a slot of the window. */
  readonly #slots = new Map<number, Map<K, number>>();

  /** `tie`: what a slot votes whose best bins are level. `openedAtMs`: monotonic. */
  constructor(bins: readonly K[], tie: K, slotMs: number, openedAtMs: number) {
    this.#bins = bins;
    this.#tie = tie;
    this.#slotMs = slotMs;
    this.#openedAtMs = openedAtMs;
  }

  add(bin: K, atMs: number): void {
    const slot = this.#slotAt(atMs);
    const counts = this.#slots.get(slot) ?? new Map<K, number>();
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
    this.#slots.set(slot, counts);
  }

  /** Whether something fell into the slot of `atMs` already. */
  isTaken(atMs: number): boolean {
    return this.#slots.has(this.#slotAt(atMs));
  }

  /** Counts by bin, in the order of the bins; nothing is held afterwards. */
  close(): Readonly<Record<K, number>> {
    const votes = [...this.#slots.values()].map((counts) => this.#voteOf(counts));
    this.#slots.clear();
    const counted = this.#bins.map((bin) => [bin, votes.filter((vote) => vote === bin).length]);
    return Object.fromEntries(counted) as Record<K, number>;
  }

  #voteOf(counts: ReadonlyMap<K, number>): K {
    const most = Math.max(...counts.values());
    const best = [...counts].filter(([, count]) => count === most).map(([bin]) => bin);
    return best.length === 1 ? (best[0] ?? this.#tie) : this.#tie;
  }

  #slotAt(atMs: number): number {
    return Math.floor((atMs - this.#openedAtMs) / this.#slotMs);
  }
}
