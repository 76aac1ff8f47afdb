import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CAUSES,
  type Cause,
  idleLife,
  isOpen,
  reduceSource,
  type SourceEvent,
  type SourceLife,
  STEADY_MS,
} from '../../../device/sense/capture/source-life.ts';
import { SOURCE_BACKOFF_MAX_MS, SOURCE_BACKOFF_MIN_MS, SOURCE_STALL_MS } from '../../../shared/limits.ts';

const random = { bytes: (count: number) => new Uint8Array(count).fill(255) };
const rules = { startWithinMs: 8_000, random };
const livesThrough = (events: readonly SourceEvent[], from: SourceLife = idleLife) =>
  events.reduce((life, event) => reduceSource(life, event, rules), from);

const causes = Object.keys(CAUSES) as Cause[];
const started = livesThrough([{ kind: 'start', atMs: 0 }]);
const running = livesThrough([{ kind: 'fresh', atMs: 100 }], started);

describe('the life of a source', () => {
  test('goes from idle over starting to running', () => {
    expect([idleLife.state, started.state, running.state]).toEqual(['idle', 'starting', 'running']);
  });

  test('S1: silence of a running source is a stall within 5 s', () => {
    expect(livesThrough([{ kind: 'tick', atMs: 100 + SOURCE_STALL_MS - 1 }], running).state).toBe('running');
    const stalled = livesThrough([{ kind: 'tick', atMs: 100 + SOURCE_STALL_MS }], running);
    expect([stalled.state, stalled.cause]).toEqual(['stalled', 'hang']);
    expect(SOURCE_STALL_MS).toBeLessThan(5_000);
  });

  test.each(['frozen', 'dark', 'silent'] as const)('S1: a picture that is only %s is a stall of that cause', (as) => {
    const events: SourceEvent[] = [1_000, 2_000, 3_000, 4_000].map((atMs) => ({ kind: 'stale', atMs, as }));
    expect(livesThrough([...events, { kind: 'tick', atMs: 4_200 }], running)).toMatchObject({
      state: 'stalled',
      cause: as,
    });
    expect(livesThrough([...events, { kind: 'tick', atMs: 4_200 }], started)).toMatchObject({
      state: 'stalled',
      cause: as,
    });
  });

  test('S1: a source that sends nothing after opening gets the time that opening may take', () => {
    expect(livesThrough([{ kind: 'tick', atMs: 7_999 }], started).state).toBe('starting');
    expect(livesThrough([{ kind: 'tick', atMs: 8_000 }], started)).toMatchObject({
      state: 'stalled',
      cause: 'no-start',
    });
  });

  test.each(causes)(
    'S1: the fault %s closes the source, shows its state, and is followed by another attempt',
    (cause) => {
      for (const open of [started, running]) {
        const broken = livesThrough([{ kind: 'fault', atMs: 200, cause }], open);
        expect(broken).toMatchObject({ state: CAUSES[cause].state, cause });
        expect(isOpen(broken)).toBe(false);
        const retried = livesThrough([{ kind: 'tick', atMs: broken.retryAtMs }], broken);
        expect(retried).toMatchObject({ state: 'starting', restarts: 1 });
        expect(livesThrough([{ kind: 'fresh', atMs: broken.retryAtMs + 1 }], retried)).toMatchObject({
          state: 'running',
          cause: null,
        });
      }
    },
  );

  test('S2: waits grow to 30 s and never end', () => {
    let life = started;
    let atMs = 0;
    const waits: number[] = [];
    for (let i = 0; i < 500; i += 1) {
      life = livesThrough([{ kind: 'fault', atMs, cause: 'crashed' }], life);
      waits.push(life.retryAtMs - atMs);
      atMs = life.retryAtMs;
      life = livesThrough([{ kind: 'tick', atMs }], life);
    }
    expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(waits.at(-1)).toBe(SOURCE_BACKOFF_MAX_MS);
    expect(life).toMatchObject({ state: 'starting', restarts: 500 });
  });

  test('S2: one picture between two faults does not shorten the wait, a steady run does', () => {
    const broken = livesThrough([{ kind: 'fault', atMs: 200, cause: 'hang' }], { ...running, failures: 4 });
    expect(broken.failures).toBe(5);
    const again = livesThrough([{ kind: 'tick', atMs: broken.retryAtMs }], broken);
    const brief = livesThrough([{ kind: 'fresh', atMs: broken.retryAtMs + 10 }], again);
    expect(brief.failures).toBe(5);
    expect(livesThrough([{ kind: 'fresh', atMs: brief.sinceMs + STEADY_MS }], brief).failures).toBe(0);
  });

  test('a stop ends every life, and nothing that comes late opens it again', () => {
    const stopped = livesThrough([{ kind: 'stop', atMs: 300 }], running);
    const late: SourceEvent[] = [
      { kind: 'fresh', atMs: 400 },
      { kind: 'fault', atMs: 400, cause: 'hang' },
      { kind: 'tick', atMs: 900_000 },
    ];
    expect(livesThrough(late, stopped)).toEqual(stopped);
  });

  test('holds whatever the events: a closed source has a cause and a retry within 30 s, restarts never fall', () => {
    const kinds = ['start', 'fresh', 'stale', 'fault', 'tick', 'tick', 'tick', 'stop'] as const;
    const step = fc.record({
      kind: fc.constantFrom(...kinds),
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      cause: fc.constantFrom(...causes),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let life = idleLife;
        let atMs = 0;
        for (const { kind, afterMs, cause, byte } of steps) {
          atMs += afterMs;
          const restarts = life.restarts;
          const jitter = { ...rules, random: { bytes: (count: number) => new Uint8Array(count).fill(byte) } };
          life = reduceSource(life, { kind, atMs, cause, as: cause } as SourceEvent, jitter);
          if (kind !== 'start') expect(life.restarts).toBeGreaterThanOrEqual(restarts);
          if (life.state === 'idle' || isOpen(life)) continue;
          expect(life.cause).not.toBeNull();
          expect(life.retryAtMs - life.sinceMs).toBeGreaterThanOrEqual(SOURCE_BACKOFF_MIN_MS);
          expect(life.retryAtMs - life.sinceMs).toBeLessThanOrEqual(SOURCE_BACKOFF_MAX_MS);
        }
      }),
    );
  });
});
