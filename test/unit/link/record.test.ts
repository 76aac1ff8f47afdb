import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, type OutboxRecord } from '../../../device/link/outbox/record.ts';

const anyRecord: fc.Arbitrary<OutboxRecord> = fc.record({
  key: fc.string({ maxLength: 64 }),
  label: fc.string({ maxLength: 32 }),
  note: fc.option(fc.string({ maxLength: 64 })),
  atMs: fc.maxSafeInteger(),
  clock: fc.constantFrom('unknown', 'floor', 'synced'),
  payload: fc.string({ unit: 'grapheme', maxLength: 500 }),
});

describe('a record on the disk', () => {
  it('comes back as it was, wherever it stands', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), fc.uint8Array({ maxLength: 40 }), (record, position, before) => {
        const bytes = Buffer.concat([before, encodeRecord(position, record)]);
        expect(decodeRecord(bytes, before.length)).toMatchObject({ position, record });
      }),
    );
  });

  it('is not there when any byte of it is missing', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), (record, cut) => {
        const frame = encodeRecord(1, record);
        expect(decodeRecord(frame.subarray(0, cut % frame.length), 0)).toBeNull();
      }),
    );
  });

  it('is not there when any bit of it is wrong', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), fc.integer({ min: 0, max: 7 }), (record, at, bit) => {
        const frame = encodeRecord(1, record);
        const index = at % frame.length;
        frame[index] = (frame[index] ?? 0) ^ (1 << bit);
        expect(decodeRecord(frame, 0)).toBeNull();
      }),
    );
  });
});
