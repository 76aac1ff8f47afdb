// The newest keys of the journal: what sense sends again after a crash is known by them. Bounded; sense never holds
// more unacknowledged releases than this.
const KEYS_MAX = 2_000;

export class RecentKeys {
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size <= KEYS_MAX) return;
    for (const oldest of this.#keys) {
      this.#keys.delete(oldest);
      return;
    }
  }
}
