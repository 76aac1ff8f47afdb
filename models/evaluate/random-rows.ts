// A part of a set that stands for the whole: drawn by the seed, kept in the set's order.
import { seededRandom } from './random.ts';

/** `count` of `rows` without replacement, or all of them when it is null. */
export function drawn<T>(rows: readonly T[], count: number | null, seed: number): readonly T[] {
  if (count === null || count >= rows.length) return rows;
  const random = seededRandom(seed);
  const keyed = rows.map((row, index) => ({ row, index, key: random() })).sort((a, b) => a.key - b.key);
  return keyed
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ row }) => row);
}
