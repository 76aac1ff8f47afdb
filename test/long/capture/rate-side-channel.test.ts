import { expect, it } from 'vitest';
import { Camera } from '../../../device/sense/capture/camera.ts';
import { fpsStep } from '../../../device/sense/self-report.ts';
import { faultySpawn } from '../../fixtures/capture/faulty-spawn.ts';
import { ports, until } from '../../fixtures/capture/ports.ts';

const WAIT_MS = 60_000;

/** A still room before a live camera: a little noise around one grey, so that only `isOccupied` keeps the full rate. */
async function watch(isOccupied: boolean) {
  const { spawn } = faultySpawn(['calm']);
  const camera = new Camera({ ...ports(), source: { kind: 'rpicam' }, spawn });
  camera.setOccupied(isOccupied);
  const passed = { frames: 0 };
  const taking = (async () => {
    for await (const frame of camera.frames) {
      passed.frames += 1;
      camera.recycle(frame);
    }
  })();
  await camera.start();
  await until('it has seen 400 pictures', () => camera.counts().received >= 400, WAIT_MS);
  const seen = { ...camera.counts(), fpsStep: fpsStep(camera.status().fps), passed: passed.frames };
  await camera.stop();
  await taking;
  return seen;
}

it('tells by no figure of health whether somebody is in the room, though an empty one is looked at less often', async () => {
  const [full, empty] = await Promise.all([watch(true), watch(false)]);
  expect(empty.passed).toBeLessThan(0.8 * full.passed);
  expect(empty.received / full.received).toBeCloseTo(1, 1);
  expect(empty.handled / full.handled).toBeCloseTo(1, 1);
  expect(Math.abs(empty.fpsStep - full.fpsStep)).toBeLessThanOrEqual(5);
}, 90_000);
