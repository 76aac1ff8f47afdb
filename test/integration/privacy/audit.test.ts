// The audit that a device runs on itself: it holds on the code as it is, and breaks where the randomness is no good.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Random } from '../../../device/runtime/random.ts';
import { auditRowSchema, auditRows } from '../../../device/sense/privacy/audit/rows.ts';
import { stateRow } from '../../../device/sense/privacy/audit/state-row.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';

const MAIN = join(import.meta.dirname, '../../../device/sense/privacy/audit/main.ts');

/** A source whose bytes are a little too often small. */
class BiasedRandom implements Random {
  readonly #random = new SeededRandom('biased');

  bytes(count: number): Uint8Array {
    return this.#random.bytes(count).map((byte) => (byte > 240 ? byte - 128 : byte));
  }
}

const brokenRows = async (random: Random) =>
  (await auditRows(random)).filter(({ pass }) => !pass).map(({ row }) => row);

describe('the audit of privacy', () => {
  it('holds in every row, each with its figure', async () => {
    const rows = await auditRows(new SeededRandom('audit'));
    expect(rows.filter(({ pass }) => !pass)).toEqual([]);
    expect(new Set(rows.map(({ row }) => row))).toEqual(new Set(['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P8', 'P10']));
    expect(rows.every(({ figure }) => /\d/.test(figure))).toBe(true);
  });

  it('breaks where the source of randomness is biased', async () => {
    expect(await brokenRows(new BiasedRandom())).toContain('P3');
  });

  it('speaks JSON as a program and exits with 0', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, '--json']);
    expect(z.array(auditRowSchema).parse(JSON.parse(stdout)).length).toBeGreaterThan(8);
  });

  it('P11: finds a file of sense that others may read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-audit-'));
    await mkdir(join(folder, 'sense'), { mode: 0o700 });
    const file = join(folder, 'sense', 'releases.json');
    await writeFile(file, '', { mode: 0o600 });
    expect(await stateRow(folder)).toMatchObject({ row: 'P11', pass: true });
    await chmod(file, 0o640);
    expect(await stateRow(folder)).toMatchObject({ pass: false });
    await rm(folder, { recursive: true });
  });
});
