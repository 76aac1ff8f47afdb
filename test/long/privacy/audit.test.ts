// The audit that a device runs on itself: it holds on the code as it is, and breaks where the randomness is no good.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Random } from '../../../device/runtime/random.ts';
import { openEndsOf } from '../../../device/sense/privacy/audit/open-ends.ts';
import { auditRowSchema, auditRows } from '../../../device/sense/privacy/audit/rows.ts';
import { hereRow, rowsOfTrial, trialRows } from '../../../device/sense/privacy/audit/running-rows.ts';
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
    expect(new Set(rows.map(({ row }) => row))).toEqual(
      new Set(['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P8', 'P9', 'P10', 'P11']),
    );
    expect(rows.every(({ figure }) => /\d/.test(figure))).toBe(true);
  });

  it('breaks where the source of randomness is biased', async () => {
    expect(await brokenRows(new BiasedRandom())).toContain('P3');
  });

  it('P7, P12: speaks JSON of every row P1 to P12 as a program, with a sense of its own run without any network', async () => {
    const ran = promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, '--json']);
    const { stdout } = await ran.catch((error: { readonly stdout: string }) => error);
    const rows = z.array(auditRowSchema).parse(JSON.parse(stdout));
    const names = Array.from({ length: 12 }, (_, index) => `P${index + 1}`);
    expect([...new Set(rows.map(({ row }) => row))]).toEqual(names);
    expect(rows.filter(({ pass }) => pass !== true)).toEqual([]);
    expect(rows.every(({ figure }) => /\d/.test(figure))).toBe(true);
  }, 150_000);

  it('claims nothing of what it could not run: no model, no network namespace', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-audit-'));
    const [ofFiles, ofNetwork] = await trialRows(folder);
    expect([ofFiles?.pass, ofNetwork?.pass]).toEqual([null, null]);
    expect(ofFiles?.figure).toMatch(/^not checked, 0 trial runs: /);
    const ends = { processes: 1, descriptors: 9, strayFiles: [], networkSockets: 0, leavesNoCore: true };
    const trial = { hadNoNetwork: false, windows: 2, ends, looks: 3, bytesWritten: 100 };
    expect(rowsOfTrial(trial).map(({ pass }) => pass)).toEqual([true, null]);
    for (const fault of [{ strayFiles: ['/tmp/x'] }, { networkSockets: 1 }, { leavesNoCore: false }])
      expect(rowsOfTrial({ ...trial, ends: { ...ends, ...fault } })[0]?.pass).toBe(false);
    expect(rowsOfTrial({ ...trial, bytesWritten: 700_000 })[0]?.pass).toBe(false);
    expect(await hereRow(folder)).toMatchObject({ row: 'P7', pass: null });
    await rm(folder, { recursive: true });
  }, 60_000);

  it('P7: finds a file that a child of a process holds open for writing, and each kind of network socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-ends-'));
    const stray = join(folder, 'stray');
    const leaky = `
      const { createServer } = require('node:net');
      const bound = [
        require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1'),
        createServer().listen(0, '127.0.0.1'),
        createServer().listen(${JSON.stringify(join(folder, 'named'))}),
      ].map((socket) => require('node:events').once(socket, 'listening'));
      require('node:fs').openSync(${JSON.stringify(stray)}, 'a');
      require('node:fs').openSync(${JSON.stringify(MAIN)}, 'r');
      setInterval(() => {}, 1000);
      Promise.all(bound).then(() => console.log('ready'));`;
    const inner = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(leaky)}], { stdio: 'inherit' })`;
    const parent = spawn(process.execPath, ['-e', inner], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    await once(parent.stdout, 'data');
    const ends = await openEndsOf(parent.pid ?? 0, []);
    expect(ends).toMatchObject({ processes: 2, strayFiles: [stray], networkSockets: 2 });
    expect((await openEndsOf(parent.pid ?? 0, [folder])).strayFiles).toEqual([]);
    const ended = once(parent, 'exit');
    process.kill(-(parent.pid ?? 0), 'SIGKILL');
    await ended;
    await rm(folder, { recursive: true });
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
