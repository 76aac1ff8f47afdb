import { describe, expect, it } from 'vitest';
import { findDeviceProblems } from '../../../console/web/state/device-problems.ts';
import { fakeHealth } from '../../fixtures/console/fake-link.ts';

const gradesOf = (part: Partial<typeof fakeHealth>) =>
  findDeviceProblems({ ...fakeHealth, ...part }).map(({ grade }) => grade);
const link = (part: Partial<(typeof fakeHealth)['link']>) => ({ link: { ...fakeHealth.link, ...part } });

describe('what is wrong with the device beneath its programs', () => {
  it('is nothing when it is cool, has room, knows the time and has a certificate that lasts', () => {
    expect(findDeviceProblems(fakeHealth)).toEqual([]);
    expect(
      gradesOf({ ...link({ certificateDays: null }), diskFreeMb: null, temperaturesC: {}, clock: 'floor' }),
    ).toEqual([]);
  });

  it.each([
    ['warm', { temperaturesC: { cpu: 70 } }, 'waiting'],
    ['hot', { temperaturesC: { cpu: 76 } }, 'bad'],
    ['short of room', { diskFreeMb: 400 }, 'waiting'],
    ['full', { diskFreeMb: 20 }, 'bad'],
    ['without the time', { clock: 'unknown' as const }, 'bad'],
    ['soon without a certificate', link({ certificateDays: 10 }), 'waiting'],
    ['without a certificate that holds', link({ certificateDays: -1 }), 'bad'],
    ['unable to write windows', link({ outboxDegraded: true }), 'bad'],
    ['unable to write its configuration', link({ configurationDegraded: true }), 'waiting'],
  ] as const)('is said once when it is %s, with what to do', (_, part, grade) => {
    expect(gradesOf(part)).toEqual([grade]);
    expect(findDeviceProblems({ ...fakeHealth, ...part })[0]?.todo).toMatch(/^[A-Z].*\.$/);
  });
});
