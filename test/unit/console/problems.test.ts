import { describe, expect, it } from 'vitest';
import { findProblems } from '../../../console/web/state/problems.ts';
import { countDownText, durationText } from '../../../console/web/strings/durations.ts';
import type { LinkStatus } from '../../../shared/link-api.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { SOURCE_STATES } from '../../../shared/vocabulary.ts';
import { connectedLink, demoSense, liveUnsetSense } from '../../fixtures/console/demo-windows.ts';

const titles = (sense: SenseStatus | null, link: LinkStatus | null) =>
  findProblems({ sense, link }).map(({ title }) => title);

describe('what is wrong with the device', () => {
  it('is nothing when all runs', () => {
    expect(titles(demoSense, connectedLink)).toEqual([]);
  });

  it('is said for each program that is down', () => {
    expect(titles(null, null)).toEqual([
      'The sensing program is not running.',
      'The program that sends is not running.',
    ]);
  });

  it('is said for every state of the source that is not running', () => {
    for (const state of SOURCE_STATES) {
      const sense = {
        ...demoSense,
        sensing: state === 'running',
        source: { ...demoSense.source, state, cause: 'because' },
      };
      expect([state, titles(sense, connectedLink).length]).toEqual([state, state === 'running' ? 0 : 1]);
    }
  });

  it('tells what to do, for each problem, and the worst first', () => {
    const link: LinkStatus = {
      ...connectedLink,
      broker: { ...connectedLink.broker, connected: false, reason: 'connection refused' },
      outbox: { depth: 40, bytes: 9_000, oldestSeconds: 4_000, dropped: { mood: 2, presence: 1 } },
    };
    const problems = findProblems({ sense: liveUnsetSense, link });
    expect(problems.map(({ grade }) => grade)).toEqual(['bad', 'bad', 'waiting']);
    expect(problems[0]?.title).toContain('connection refused');
    expect(problems[1]?.title).toContain('3 windows were dropped');
    expect(problems.every(({ todo }) => todo.length > 20)).toBe(true);
  });

  it('sees a microphone that fails, models that restart, a program that is slow', () => {
    const health = connectedLink.sense;
    if (health === null) throw new Error('the fixture has health');
    const sense = {
      ...health,
      sources: [{ kind: 'microphone', state: 'absent', cause: null, restarts: 3 } as const],
      inferenceRestarts: 1,
      loopDelayP99Ms: 400,
    };
    expect(titles(demoSense, { ...connectedLink, sense })).toHaveLength(3);
  });
});

describe('lengths of time', () => {
  it('are said in the two units that tell most', () => {
    const said = [0, 15, 59.6, 90, 900, 3_600, 5_400, 7 * 24 * 3_600].map(durationText);
    expect(said).toEqual(['0 s', '15 s', '1 min', '1 min 30 s', '15 min', '1 h', '1 h 30 min', '7 days']);
  });

  it('count down without jumping over a second', () => {
    expect([0, 0.2, 1, 59.5, 60, 641].map(countDownText)).toEqual(['0:00', '0:01', '0:01', '1:00', '1:00', '10:41']);
  });
});
