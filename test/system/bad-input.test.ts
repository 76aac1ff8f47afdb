import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableFile } from '../../device/runtime/durable-file.ts';
import { CLI, PROJECT } from '../fixtures/appliance.ts';

let folder: string;
let busy: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-bad-'));
});
afterEach(async () => {
  busy?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly said: string;
}

/** Runs `roomtone start` to its end; every case here must end by itself. */
function start(...args: string[]): Promise<Ended> {
  const all = [CLI, 'start', '--mqtt-port', '0', '--console-port', '0', '--state', join(folder, 'state'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { timeout: 60_000 }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stderr }),
    );
  });
}

/** One line: program, code, what was wrong, what to do. */
function expectOneLine({ said }: Ended, code: string): void {
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toMatch(new RegExp(`^roomtone: ${code}: .+\\. .+`));
}

async function busyPort(): Promise<number> {
  const server = createServer();
  busy = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function writeIdentity(version: number): Promise<string> {
  const path = join(folder, 'state', 'identity.json');
  await new DurableFile(path).write(JSON.stringify({ v: version, site: 'home', device: 'rt-1' }));
  return path;
}

describe('bad input ends with one clear line, a code and an exit code of the table', () => {
  it('an unknown option', async () => {
    const ended = await start('--sauce', 'demo');
    expectOneLine(ended, 'USAGE');
    expect(ended.code).toBe(64);
  });

  it('an unknown command', async () => {
    const { code, said } = await new Promise<Ended>((resolve) => {
      execFile(process.execPath, [CLI, 'strat'], (error, _out, stderr) =>
        resolve({ code: Number(error?.code), said: stderr }),
      );
    });
    expect(said).toContain("there is no command 'strat'");
    expect(code).toBe(64);
  });

  it('a source that is not there', async () => {
    const ended = await start('--source', join(folder, 'nothing.mp4'));
    expectOneLine(ended, 'SOURCE_NOT_FOUND');
    expect(ended.code).toBe(66);
  });

  it('a file without video', async () => {
    const file = join(folder, 'words.txt');
    await writeFile(file, 'no picture in here');
    const ended = await start('--source', file);
    expectOneLine(ended, 'SOURCE_NO_VIDEO');
    expect(ended.code).toBe(66);
  });

  it('a corrupt model', async () => {
    const models = join(folder, 'models');
    await cp(join(PROJECT, '.cache', 'models'), models, { recursive: true });
    for (const file of (await readdir(models)).filter(
      (name) => name.startsWith('face-detector') && name.endsWith('.onnx'),
    )) {
      const bytes = await readFile(join(models, file));
      bytes[1_000] = (bytes[1_000] ?? 0) ^ 0xff;
      await writeFile(join(models, file), bytes);
    }
    const ended = await start('--models', models);
    expectOneLine(ended, 'MODEL_CORRUPT');
    expect(ended.code).toBe(69);
  });

  it.each(['--mqtt-port', '--console-port'])('a port in use: %s', async (option) => {
    const ended = await start(option, `${await busyPort()}`);
    expectOneLine(ended, 'PORT_IN_USE');
    expect(ended.said).toContain(option);
    expect(ended.code).toBe(69);
  });

  it('a state folder that cannot be written', async () => {
    const ended = await start('--state', '/proc/roomtone');
    expectOneLine(ended, 'STATE_UNWRITABLE');
    expect(ended.code).toBe(73);
  });

  it.each([
    [0, 'STATE_VERSION_OLD'],
    [2, 'STATE_VERSION_NEW'],
  ])('state of version %i, which is left as it is', async (version, code) => {
    const path = await writeIdentity(version);
    const before = await readFile(path, 'utf8');
    const ended = await start();
    expectOneLine(ended, code);
    expect(ended.code).toBe(78);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(join(folder, 'state'))).toEqual(['identity.json']);
  });
});
