// A meter counts what came to a join of the pipeline, what went on and what was dropped there.
// Invariant: received = handled + dropped + held.

export interface JoinCounts {
  readonly received: number;
  readonly handled: number;
  readonly dropped: number;
}

export class Meter {
  #received = 0;
  #handled = 0;
  #dropped = 0;

  receive(): void {
    this.#received += 1;
  }

  handle(): void {
    this.#handled += 1;
  }

  drop(): void {
    this.#dropped += 1;
  }

  counts(): JoinCounts {
    return { received: this.#received, handled: this.#handled, dropped: this.#dropped };
  }
}
