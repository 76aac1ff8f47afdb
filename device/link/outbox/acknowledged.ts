// Which positions need no more sending, in a form that fits the cursor file: everything below `through`, and the ranges
// above it that live windows acknowledged while a backlog was still being replayed. Pure.

/** Closed-open: `from` ≤ position < `to`. */
export type PositionRange = readonly [from: number, to: number];

export interface Acknowledged {
  /** All positions below this are done. */
  readonly through: number;
  /** Above `through`, ascending, neither touching nor overlapping. */
  readonly ranges: readonly PositionRange[];
}

export function isAcknowledged({ through, ranges }: Acknowledged, position: number): boolean {
  return position < through || ranges.some(([from, to]) => position >= from && position < to);
}

/** All positions below `end` but the `pending` ones, which are ascending. */
export function acknowledgedBut(pending: readonly number[], end: number): Acknowledged {
  const through = pending[0] ?? end;
  const ranges: PositionRange[] = [];
  let from = through;
  for (const position of [...pending, end]) {
    if (position > from) ranges.push([from, position]);
    from = position + 1;
  }
  return { through, ranges };
}
