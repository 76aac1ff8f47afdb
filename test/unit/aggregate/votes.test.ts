import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotVotes } from '../../../device/sense/aggregate/slot-votes.ts';
import { Votes, type WindowVotes } from '../../../device/sense/aggregate/votes.ts';
import type { Observation, TrackObservation } from '../../../device/sense/observation.ts';
import { TRACKS_PER_WINDOW } from '../../../shared/limits.ts';
import { EMOTIONS, MOODS } from '../../../shared/vocabulary.ts';
import { certain, frameOf, trackOf } from '../privacy/people.ts';

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0);

function tally(frames: readonly Observation[], unsureBelow = 0): WindowVotes {
  const votes = new Votes(() => ({ emotion: unsureBelow, gender: unsureBelow }));
  for (const frame of frames) votes.observe(frame);
  return votes.close();
}

/** `seconds` of one track at ten frames a second from `fromMs` on. */
const stay = (id: number, fromMs: number, seconds: number, changes: Partial<TrackObservation> = {}): Observation[] =>
  Array.from({ length: seconds * 10 }, (_, frame) => frameOf(fromMs + frame * 100, [trackOf(id, fromMs, changes)]));

/** Puts tracks that were recorded apart into common frames. */
function together(...recordings: readonly (readonly Observation[])[]): Observation[] {
  const byTime = new Map<number, TrackObservation[]>();
  for (const { capturedAtMs, tracks } of recordings.flat()) {
    byTime.set(capturedAtMs, [...(byTime.get(capturedAtMs) ?? []), ...tracks]);
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([atMs, tracks]) => frameOf(atMs, tracks));
}

describe('the votes of tracks', () => {
  it('P6: one track in view for ten minutes with 6,000 frames counts once in every histogram', () => {
    const votes = tally(stay(1, 0, 600));
    for (const counts of [votes.mood, votes.dwell, votes.attention, votes.gender]) expect(sum(counts)).toBe(1);
    expect(votes).toMatchObject({
      cohort: 1,
      mood: { happy: 1 },
      dwell: { from5to15min: 1 },
      attention: { facing: 1 },
    });
  });

  it('P6: a person who comes m times is at most m votes, and every three of them at most one of a cohort', () => {
    for (const entries of [1, 2, 3, 5, 6]) {
      const votes = tally(Array.from({ length: entries }, (_, entry) => stay(entry, entry * 20_000, 5)).flat());
      expect(sum(votes.mood)).toBe(entries);
      expect(votes.cohort).toBe(Math.max(1, Math.floor(entries / 3)));
    }
  });

  it('P2: one person who re-enters five times is no crowd of three, and neither is a flickering detector', () => {
    const reentering = tally(Array.from({ length: 6 }, (_, entry) => stay(entry, entry * 20_000, 5)).flat());
    expect(reentering.cohort).toBeLessThan(3);
    const flicker = Array.from({ length: 60 }, (_, blink) => stay(blink, blink * 1_000, 1)).flat();
    expect(tally(flicker).cohort).toBe(0);
  });

  it('takes the peak of those in view at once as the cohort', () => {
    expect(tally(together(stay(1, 0, 10), stay(2, 0, 10), stay(3, 5_000, 10), stay(4, 14_000, 10))).cohort).toBe(3);
  });

  it('votes unsure for a glimpse, a face that cannot be read, a tie, and a model that is not sure', () => {
    const mood = (frames: readonly Observation[], unsureBelow = 0) =>
      Object.entries(tally(frames, unsureBelow).mood).find(([, count]) => count === 1)?.[0];
    expect(mood(stay(1, 0, 1))).toBe('unsure');
    expect(mood(stay(1, 0, 5, { isReadable: false }))).toBe('unsure');
    expect(mood(stay(1, 0, 5, { emotion: null }))).toBe('unsure');
    expect(mood([...stay(1, 0, 3), ...stay(1, 3_000, 3, { emotion: certain('sad') })])).toBe('unsure');
    expect(mood([...stay(1, 0, 3), ...stay(1, 3_000, 4, { emotion: certain('sad') })])).toBe('sad');
    expect(mood(stay(1, 0, 5, { emotion: certain('angry', 0.4) }), 0.5)).toBe('unsure');
    expect(mood(stay(1, 0, 5, { emotion: certain('angry', 0.6) }), 0.5)).toBe('angry');
  });

  it('puts a track into the band of the whole time it was in view, also before the window', () => {
    const dwell = (minutes: number) =>
      Object.entries(tally([frameOf(minutes * 60_000, [trackOf(1, 0)])]).dwell).find(([, count]) => count === 1)?.[0];
    expect([0.5, 1, 4.9, 5, 14.9, 15, 90].map(dwell)).toEqual([
      'under1min',
      'from1to5min',
      'from1to5min',
      'from5to15min',
      'from5to15min',
      'over15min',
      'over15min',
    ]);
  });

  it('counts perceived gender where a model says it, and unsure elsewhere', () => {
    expect(tally(stay(1, 0, 5, { gender: [0.9, 0.1] })).gender).toEqual({ female: 1, male: 0, unsure: 0 });
    expect(tally(stay(1, 0, 5)).gender).toEqual({ female: 0, male: 0, unsure: 1 });
  });

  it('counts a thousand people who pass, and holds no more than its bound at once', () => {
    const passing = Array.from({ length: 1_000 }, (_, person) => stay(person, person * 3_000, 3)).flat();
    expect(sum(tally(passing).mood)).toBe(1_000);
    const crowd = Array.from({ length: TRACKS_PER_WINDOW + 5 }, (_, person) => trackOf(person, 0));
    const votes = tally([frameOf(0, crowd)]);
    expect(sum(votes.mood)).toBe(TRACKS_PER_WINDOW);
    expect(votes.dropped).toBe(5);
  });
});

/** A visit: one track from a start, for a while, with a mood, sometimes unreadable, sometimes turned away. */
const visit = fc.record({
  fromMs: fc.integer({ min: 0, max: 50 }).map((tick) => tick * 1_000),
  seconds: fc.integer({ min: 1, max: 20 }),
  emotion: fc.constantFrom(...EMOTIONS),
  isReadable: fc.boolean(),
  isFacing: fc.boolean(),
});

describe('adding one track', () => {
  it('P3: changes every histogram by one vote in one bin, and the cohort by at most one', () => {
    fc.assert(
      fc.property(fc.array(visit, { minLength: 1, maxLength: 12 }), fc.nat(), (visits, choice) => {
        const recordings = visits.map(({ fromMs, seconds, emotion, isReadable, isFacing }, id) =>
          stay(id, fromMs, seconds, { emotion: certain(emotion), isReadable, isFacing }),
        );
        const left = choice % recordings.length;
        const all = tally(together(...recordings));
        const without = tally(together(...recordings.filter((_, index) => index !== left)));
        expect(all.cohort - without.cohort).toBeGreaterThanOrEqual(0);
        expect(all.cohort - without.cohort).toBeLessThanOrEqual(1);
        for (const name of ['mood', 'dwell', 'attention', 'gender'] as const) {
          const before: Readonly<Record<string, number>> = without[name];
          const changes = Object.entries(all[name]).map(([bin, count]) => count - (before[bin] ?? 0));
          expect(changes.filter((change) => change !== 0)).toEqual([1]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the votes of slots', () => {
  const minute = (...spoken: readonly (readonly [(typeof MOODS)[number], number])[]) => {
    const votes = new SlotVotes(MOODS, 'unsure', 60_000, 1_000);
    for (const [mood, atMs] of spoken) votes.add(mood, atMs);
    return votes.close();
  };

  it('P6: a minute votes once, however much is said in it, and by its majority', () => {
    const chatter = Array.from({ length: 200 }, (_, index) => ['happy', 1_000 + index * 290] as const);
    expect(sum(minute(...chatter))).toBe(1);
    expect(minute(['sad', 1_000], ['sad', 2_000], ['happy', 60_999]).sad).toBe(1);
    expect(minute(['sad', 1_000], ['happy', 60_999]).unsure).toBe(1);
    expect(sum(minute(['sad', 60_999], ['sad', 61_000]))).toBe(2);
  });

  it('P3: what is said in one minute changes one vote: the slots are a fixed grid', () => {
    const utterances = fc.array(
      fc.record({ mood: fc.constantFrom(...MOODS), atMs: fc.integer({ min: 0, max: 899_999 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(utterances, fc.integer({ min: 0, max: 14 }), (spoken, slot) => {
        const count = (some: typeof spoken) => {
          const votes = new SlotVotes(MOODS, 'unsure', 60_000, 0);
          for (const { mood, atMs } of some) votes.add(mood, atMs);
          return votes.close();
        };
        const all = count(spoken);
        const without = count(spoken.filter(({ atMs }) => Math.floor(atMs / 60_000) !== slot));
        const changed = MOODS.map((mood) => all[mood] - without[mood]);
        expect(changed.every((change) => change === 0 || change === 1)).toBe(true);
        expect(changed.filter((change) => change === 1).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
