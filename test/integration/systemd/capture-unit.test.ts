import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { unitPath } from '../../fixtures/systemd/unit-file.ts';

const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'roomtone-unit-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As on a device, but for the program, which is not installed here. */
function installed(change: (text: string) => string = (text) => text): string {
  const path = join(folder, 'roomtone-capture@hall.service');
  const text = readFileSync(unitPath('roomtone-capture@.service'), 'utf8');
  writeFileSync(path, change(text.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true')));
  return path;
}

describe.skipIf(!hasAnalyze)('the unit of a network camera', () => {
  test('is one that systemd reads without a word', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', installed()], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('S8: is exposed by 1.5 at most, as systemd counts it', () => {
    const exposureOf = (path: string) => {
      const said = execFileSync('systemd-analyze', ['security', '--offline=true', path], { encoding: 'utf8' });
      return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1]);
    };
    expect(exposureOf(installed())).toBeLessThanOrEqual(1.5);
    expect(
      exposureOf(installed((text) => text.replace(/^(IPAddressDeny|SystemCallFilter)=.*$/gm, ''))),
    ).toBeGreaterThan(1.5);
  });
});
