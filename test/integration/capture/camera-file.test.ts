import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Camera } from '../../../device/sense/capture/camera.ts';
import { checkSource } from '../../../device/sense/capture/check-source.ts';
import { parseSource } from '../../../device/sense/capture/source.ts';
import type { Frame } from '../../../device/sense/frame.ts';
import { drawClip, drawSound, scratch } from '../../fixtures/capture/clips.ts';
import { isRunning, ports, until } from '../../fixtures/capture/ports.ts';

const files = scratch();
beforeAll(() => {
  drawClip(files.path('room.mp4'), { seconds: 1 });
  drawClip(files.path('large.mp4'), { seconds: 1, size: '1920x1200' });
  drawClip(files.path('red.mp4'), { seconds: 1, picture: 'color=red:size=320x240:rate=25' });
});
afterAll(() => files.remove());

async function take(count: number, source: string, onFrame: (frame: Frame) => void): Promise<Camera> {
  const camera = new Camera({ ...ports(), source: parseSource(source) });
  await camera.start();
  let taken = 0;
  for await (const frame of camera.frames) {
    onFrame(frame);
    camera.recycle(frame);
    taken += 1;
    if (taken === count) break;
  }
  return camera;
}

describe('a camera on a file', () => {
  test('plays it at its own speed, again and again, in few buffers', async () => {
    const times: number[] = [];
    const buffers = new Set<ArrayBuffer>();
    const camera = await take(25, files.path('room.mp4'), (frame) => {
      times.push(frame.capturedAtMs);
      buffers.add(frame.pixels.buffer);
      expect([frame.widthPx, frame.heightPx, frame.pixels.length]).toEqual([320, 240, 320 * 240 * 3]);
    });
    expect(camera.status()).toMatchObject({ state: 'running', cause: null, restarts: 0, widthPx: 320, heightPx: 240 });
    await camera.stop();
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(1.8);
    expect(seconds).toBeLessThan(4);
    expect(buffers.size).toBeLessThanOrEqual(5);
    expect(camera.status().state).toBe('idle');
  });

  test('gives RGB, fitted into 1280 × 720', async () => {
    const camera = await take(1, files.path('red.mp4'), ({ pixels }) => {
      const middle = (120 * 320 + 160) * 3;
      expect(pixels[middle]).toBeGreaterThan(240);
      expect(pixels[middle + 1]).toBeLessThan(15);
      expect(pixels[middle + 2]).toBeLessThan(15);
    });
    await camera.stop();
    const large = await take(1, files.path('large.mp4'), ({ widthPx, heightPx }) =>
      expect([widthPx, heightPx]).toEqual([1152, 720]),
    );
    await large.stop();
  });

  test('wipes its pictures and leaves no child when it stops', async () => {
    const camera = new Camera({ ...ports(), source: parseSource(files.path('room.mp4')) });
    await camera.start();
    const first = await camera.frames[Symbol.asyncIterator]().next();
    const pid = camera.childPid ?? 0;
    await camera.stop();
    await camera.stop();
    expect(first.value?.pixels.every((value: number) => value === 0)).toBe(true);
    expect(await isRunning(pid)).toBe(false);
  });

  test('whose program is killed, even with its child stopped, leaves no orphan', async () => {
    const program: ChildProcess = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/fixtures/capture/camera-program.ts', files.path('room.mp4')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    program.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until('the child runs', () => said.includes('\n'));
    const pid = Number(said);
    expect(await isRunning(pid)).toBe(true);
    process.kill(pid, 'SIGSTOP');
    program.kill('SIGKILL');
    let runs = true;
    await until('the child is gone', () => {
      isRunning(pid).then((is) => {
        runs = is;
      });
      return !runs;
    });
  });
});

describe('a source is checked before anything runs', () => {
  const codeOf = (text: string, spawnPort?: typeof spawn) =>
    checkSource(parseSource(text), spawnPort === undefined ? {} : { spawn: spawnPort }).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );

  test('a file with a picture is accepted', async () => expect(await codeOf(files.path('room.mp4'))).toBe('accepted'));

  test('a missing file', async () => expect(await codeOf(files.path('none.mp4'))).toBe('SOURCE_NOT_FOUND'));

  test('a file of sound, of garbage, of nothing', async () => {
    drawSound(files.path('sound.wav'), 'sine', 1);
    writeFileSync(files.path('garbage.mp4'), Buffer.alloc(10_000, 'garbage'));
    writeFileSync(files.path('empty.mp4'), '');
    for (const name of ['sound.wav', 'garbage.mp4', 'empty.mp4']) {
      expect(await codeOf(files.path(name))).toBe('SOURCE_NO_VIDEO');
    }
  });

  test('what is no file: a folder, a device', async () => {
    expect(await codeOf(files.path('.'))).toBe('SOURCE_NOT_FOUND');
    expect(await codeOf('/dev/zero')).toBe('SOURCE_NOT_FOUND');
  });

  test('a machine without ffmpeg', async () => {
    const nowhere = ((_program: string, args: string[], options: object) =>
      spawn('/nowhere/ffmpeg', args, options)) as unknown as typeof spawn;
    expect(await codeOf(files.path('room.mp4'), nowhere)).toBe('TOOL_MISSING');
    expect(await codeOf('v4l2:/dev/video9', nowhere)).toBe('TOOL_MISSING');
  });

  test('a live device that is absent today is no error', async () =>
    expect(await codeOf('v4l2:/dev/video99')).toBe('accepted'));
});
