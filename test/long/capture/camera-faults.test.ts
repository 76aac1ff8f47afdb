import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Camera, type CameraStatus } from '../../../device/sense/capture/camera.ts';
import { NetworkAddress } from '../../../device/sense/capture/network-address.ts';
import type { Source } from '../../../device/sense/capture/source.ts';
import { faultySpawn } from '../../fixtures/capture/faulty-spawn.ts';
import { isRunning, ports, until } from '../../fixtures/capture/ports.ts';

/** Live, so that frozen and black pictures count; the child is the fake producer. */
const LIVE: Source = { kind: 'rpicam' };

const address = NetworkAddress.parse('rtsp://127.0.0.1/');

function watched(faults: readonly string[], source = LIVE) {
  const seen: CameraStatus[] = [];
  const { spawn, opened } = faultySpawn(faults);
  const camera = new Camera({ ...ports(), source, spawn, whenStatusChanges: (status) => seen.push(status) });
  const frames = { taken: 0 };
  const taking = (async () => {
    for await (const frame of camera.frames) {
      frames.taken += 1;
      camera.recycle(frame);
    }
  })();
  const stop = async () => {
    await camera.stop();
    await taking;
  };
  return { camera, seen, opened, frames, stop };
}

/** From the last good picture to the notice, and from the notice to the next opening. */
async function sufferAndRecover(fault: string) {
  const it = watched([fault]);
  await it.camera.start();
  const isNoticed = () => it.seen.some(({ cause }) => cause !== null);
  let noticedMs = 0;
  for (let taken = -1; taken !== it.frames.taken; ) {
    taken = it.frames.taken;
    const isOver = () => isNoticed() || it.frames.taken !== taken;
    noticedMs = await until(`${fault} is noticed`, isOver, 30_000);
  }
  const reopenedMs = await until('it is opened again', () => it.opened.length > 1);
  await until('it runs again', () => it.camera.status().state === 'running', 30_000);
  const pid = it.camera.childPid ?? 0;
  const status = it.camera.status();
  await it.stop();
  expect(await isRunning(pid)).toBe(false);
  const broken = it.seen.find(({ cause }) => cause !== null);
  return { state: broken?.state, cause: broken?.cause, noticedMs, reopenedMs, status, taken: it.frames.taken };
}

describe.concurrent('a camera whose child', () => {
  test.each([
    ['exit', 'failed', /ended unexpectedly/],
    ['end', 'failed', /stream ended/],
    ['crash', 'failed', /ended unexpectedly/],
    ['hang', 'stalled', /stopped sending/],
    ['cut', 'stalled', /stopped sending/],
    ['garbage', 'stalled', /no picture/],
    ['frozen', 'stalled', /frozen/],
    ['dark', 'stalled', /black/],
    ['size', 'stalled', /size/],
    ['resize', 'stalled', /size/],
    ['flood', 'stalled', /floods/],
  ] as const)('S1: has the fault %s is noticed within 5 s as %s, and replaced', async (fault, state, cause) => {
    const result = await sufferAndRecover(fault);
    expect(result.state).toBe(state);
    expect(result.cause).toMatch(cause);
    expect(result.noticedMs).toBeLessThan(5_000);
    expect(result.reopenedMs).toBeLessThan(3_000);
    expect(result.status).toMatchObject({ cause: null, restarts: 1 });
    expect(result.taken).toBeGreaterThan(2);
  });

  test.each([
    ['busy', 'failed', /another program/],
    ['no-permission', 'failed', /may not open/],
    ['bad-password', 'failed', /refuses the user or password/],
  ] as const)('S1: is refused as %s says so in words of ours and tries again', async (fault, state, cause) => {
    const result = await sufferAndRecover(fault);
    expect(result.state).toBe(state);
    expect(result.cause).toMatch(cause);
    expect(result.cause).not.toContain('secret');
  });

  test('S1: is stopped (SIGSTOP) is noticed within 5 s, killed and replaced', async () => {
    const it = watched([]);
    await it.camera.start();
    await until('it runs', () => it.frames.taken > 3);
    const pid = it.camera.childPid ?? 0;
    process.kill(pid, 'SIGSTOP');
    expect(await until('the stall is seen', () => it.camera.status().state === 'stalled')).toBeLessThan(5_000);
    await until('it runs again', () => it.camera.status().state === 'running');
    expect(await isRunning(pid)).toBe(false);
    await it.stop();
  });

  test('S1: sends nothing at all is given up after the time that opening may take', async () => {
    const it = watched(['silent']);
    await it.camera.start();
    await until('the stall is seen', () => it.camera.status().state === 'stalled', 12_000);
    expect(it.camera.status().cause).toMatch(/nothing came/);
    await until('it runs', () => it.camera.status().state === 'running');
    await it.stop();
  });

  test('S1: leaves a child of its own behind is killed with it', async () => {
    const it = watched(['grandchild']);
    await it.camera.start();
    await until('it runs', () => it.frames.taken > 3);
    const pid = it.camera.childPid ?? 0;
    const { execFileSync } = await import('node:child_process');
    const group = () => execFileSync('ps', ['-eo', 'pid=,pgid=,stat=']).toString().split('\n');
    const members = () => group().filter((line) => line.split(/\s+/).at(-2) === String(pid) && !line.includes('Z'));
    expect(members().length).toBe(2);
    await it.stop();
    expect(members()).toEqual([]);
  });

  test('S1: is of a network and repeats its picture goes on, as one of ours would not', async () => {
    const [far, near] = [watched(['frozen'], { kind: 'network', address }), watched(['frozen'])];
    await Promise.all([far.camera.start(), near.camera.start()]);
    await until('ours is noticed', () => near.seen.some(({ cause }) => cause === 'the picture is frozen'));
    const before = far.frames.taken;
    await until('more pictures come', () => far.frames.taken > before + 5);
    expect(far.seen.map(({ state }) => state)).toEqual(['starting', 'running']);
    await Promise.all([far.stop(), near.stop()]);
  });

  test('S1: loses its device is absent until the device returns', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'roomtone-device-'));
    const device = join(folder, 'video0');
    const it = watched([], { kind: 'v4l2', device });
    await it.camera.start();
    await until('it is absent', () => it.camera.status().state === 'absent');
    expect(it.camera.status().cause).toMatch(/not there/);
    expect(it.opened).toEqual([]);
    writeFileSync(device, '');
    await until('it runs', () => it.camera.status().state === 'running');
    rmSync(device);
    process.kill(it.camera.childPid ?? 0, 'SIGKILL');
    await until('it is absent again', () => it.camera.status().state === 'absent');
    writeFileSync(device, '');
    await until('it runs again', () => it.camera.status().state === 'running');
    await it.stop();
    rmSync(folder, { recursive: true });
  });

  test('S1: gives black pictures from the start never counts as running', async () => {
    const it = watched(['dark-from-start', 'dark-from-start']);
    await it.camera.start();
    await until('a third is open', () => it.opened.length === 3, 20_000);
    expect(it.seen.map(({ state }) => state)).toEqual(['starting', 'stalled', 'starting', 'stalled', 'starting']);
    expect(it.frames.taken).toBe(0);
    await it.stop();
  });
});
