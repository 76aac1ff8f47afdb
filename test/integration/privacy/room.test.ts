import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trackOf } from '../../unit/privacy/people.ts';
import { NOON } from '../../unit/privacy/window-request.ts';
import { Harness } from './room-harness.ts';

const three = (_at: number, beganMs: number) => [1, 2, 3].map((id) => trackOf(id, beganMs));

describe('a room that replays a clip', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await Harness.create();
    await harness.room.start();
  });
  afterEach(() => harness.end());

  it('releases mood and presence at the end of each window, on time without another frame', async () => {
    await harness.show(14, three);
    expect(await harness.windows()).toEqual([]);
    await harness.clock.advance(1_500);
    const [mood, presence, ...rest] = await harness.windows();
    expect(rest).toEqual([]);
    expect(mood).toMatchObject({
      device: 'r-test',
      boot: 1,
      seq: 0,
      stream: 'mood',
      context: 'demo',
      window: { start: new Date(NOON).toISOString(), seconds: 15, complete: true, clock: 'synced' },
      suppressed: null,
      privacy: { profile: 'demo', k: 3, epsilonMilli: 2_000, mechanism: 'discrete-laplace', spentMilli: 3_000 },
    });
    expect(Object.keys(mood?.counts ?? {})).toHaveLength(8);
    expect(presence?.seq).toBe(1);
    expect(Object.keys(presence?.counts ?? {})).toEqual([
      'people',
      'under1min',
      'from1to5min',
      'from5to15min',
      'over15min',
      'facing',
      'away',
    ]);
  });

  it('says nothing of two people', async () => {
    await harness.show(15, (at, began) => three(at, began).slice(0, 2));
    await harness.clock.advance(100);
    const windows = await harness.windows();
    expect(windows.map(({ suppressed, privacy }) => [suppressed, privacy.spentMilli])).toEqual([
      ['cohort', 0],
      ['cohort', 0],
    ]);
  });

  it('hands on the same bytes until they are acknowledged, also after a restart', async () => {
    await harness.show(15, three);
    await harness.clock.advance(100);
    await harness.settle();
    const first = await harness.room.releases(100, 0);
    expect(await harness.room.releases(100, 0)).toEqual(first);
    await harness.room.stop();
    await harness.renew().start();
    expect((await harness.room.releases(100, 0)).slice(0, 2)).toEqual(first);
    expect(await harness.room.acknowledge(first)).toBe(2);
    expect(await harness.room.acknowledge(first)).toBe(0);
  });
});
