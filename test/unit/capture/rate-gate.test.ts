import { describe, expect, test } from 'vitest';
import { GRID_COLUMNS, GRID_ROWS } from '../../../device/sense/capture/picture-watch.ts';
import { RateGate } from '../../../device/sense/capture/rate-gate.ts';

let seed = 1;
const noise = () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.round(((seed >>> 16) / 65_535 - 0.5) * 12);
};

/** A room of mid grey with sensor noise of ±6; `person` stands at that column, 3 × 8 samples, 30 steps brighter. */
function room(person?: number): Uint8Array {
  return Uint8Array.from({ length: GRID_COLUMNS * GRID_ROWS }, (_, index) => {
    const [row, column] = [Math.floor(index / GRID_COLUMNS), index % GRID_COLUMNS];
    const isPerson = person !== undefined && column >= person && column < person + 3 && row >= 12 && row < 20;
    return 110 + noise() + (isPerson ? 30 : 0);
  });
}

/** Pictures that pass of `seconds` at 10 a second. */
const passed = (gate: RateGate, fromMs: number, seconds: number, isOccupied: boolean, person?: number) =>
  Array.from({ length: seconds * 10 }, (_, i) => gate.passes(room(person), fromMs + i * 100, isOccupied)).filter(
    Boolean,
  );

describe('the rate gate', () => {
  test('lets everything pass while somebody is there, and for ten seconds after', () => {
    const gate = new RateGate();
    expect(passed(gate, 0, 5, true)).toHaveLength(50);
    expect(passed(gate, 5_000, 9, false)).toHaveLength(90);
  });

  test('lets two a second pass in an empty still room, whatever its sensor noise', () => {
    const gate = new RateGate();
    passed(gate, 0, 1, true);
    passed(gate, 1_000, 12, false);
    expect(passed(gate, 13_000, 60, false)).toHaveLength(120);
  });

  test('is back at the full rate with the very picture that shows somebody', () => {
    const gate = new RateGate();
    passed(gate, 0, 1, true);
    passed(gate, 1_000, 20, false);
    for (let at = 21_000; at < 21_500; at += 100) gate.passes(room(), at, false);
    expect(gate.passes(room(40), 21_600, false)).toBe(true);
    expect(passed(gate, 21_700, 5, false, 40)).toHaveLength(50);
  });
});
