import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Camera } from '../../../device/sense/capture/camera.ts';
import { checkSource } from '../../../device/sense/capture/check-source.ts';
import { parseSource, type Source } from '../../../device/sense/capture/source.ts';
import { listSources } from '../../../device/sense/capture/source-list.ts';
import type { Frame } from '../../../device/sense/frame.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import { ARGUS, RPICAM } from '../../fixtures/capture/csi-answers.ts';
import { fakeTools } from '../../fixtures/capture/fake-tools.ts';
import { ports, until } from '../../fixtures/capture/ports.ts';
import { CODEC, METADATA, SENSOR, WEBCAM } from '../../fixtures/capture/v4l2-answers.ts';

const files = scratch();
const tools = fakeTools(files.path('tools'));
const dev = files.path('dev');

beforeAll(() => {
  tools.add('rpicam-vid', RPICAM.runs);
  tools.add('gst-launch-1.0', ARGUS.runs);
  tools.add('v4l2-ctl', `case "$2" in *index0) cat '${files.path('webcam')}';; *) cat '${files.path('other')}';; esac`);
  tools.add('rpicam-hello', "echo 'Available cameras'; echo '0 : imx708 [4608x2592 10-bit RGGB] (/base/soc/i2c0)'");
  tools.add('gst-inspect-1.0', 'exit 1');
  tools.add('arecord', "echo 'card 1: C920 [HD Pro Webcam C920], device 0: USB Audio [USB Audio]'");
  writeFileSync(files.path('webcam'), WEBCAM);
  writeFileSync(files.path('other'), METADATA);
  mkdirSync(`${dev}/v4l/by-id`, { recursive: true });
  writeFileSync(`${dev}/video0`, '');
  writeFileSync(`${dev}/video1`, '');
  symlinkSync('../../video0', `${dev}/v4l/by-id/usb-046d_C920-video-index0`);
  symlinkSync('../../video1', `${dev}/v4l/by-id/usb-046d_C920-video-index1`);
});
afterAll(() => {
  tools.restore();
  files.remove();
});

async function firstFrame(source: Source) {
  const camera = new Camera({ ...ports(), source });
  onTestFinished(() => camera.stop());
  await camera.start();
  for await (const frame of camera.frames) return { camera, ...frame, edgePx: edgeOf(frame) };
  throw new Error('no frame');
}

/** Where white ends in the middle row. */
function edgeOf({ pixels, widthPx, heightPx }: Frame): number {
  const row = Math.floor(heightPx / 2) * widthPx;
  return Array.from({ length: widthPx }, (_, x) => pixels[(row + x) * 3] ?? 0).findIndex((value) => value < 128);
}

describe('a camera on a ribbon cable', () => {
  test('of a Raspberry Pi is read through rpicam-vid', async () => {
    await checkSource(parseSource('csi:rpicam'));
    const { widthPx, heightPx, edgePx } = await firstFrame(parseSource('csi:rpicam'));
    expect([widthPx, heightPx, edgePx]).toEqual([1280, 720, 640]);
    expect(tools.argsOf('rpicam-vid')).toBe(
      '--nopreview --timeout 0 --codec yuv420 --flush --framerate 10 --width 1280 --height 720 --output -',
    );
  });

  test('of a Jetson is read through nvarguscamerasrc, whose talk on standard output is in no picture', async () => {
    const { widthPx, edgePx } = await firstFrame(parseSource('csi:jetson'));
    expect([widthPx, edgePx]).toEqual([1280, 640]);
    expect(tools.argsOf('gst-launch-1.0')).toBe(
      '-q nvarguscamerasrc ! video/x-raw(memory:NVMM),width=1280,height=720,framerate=30/1 ! nvvidconv ! ' +
        'video/x-raw,format=I420 ! fdsink fd=3 sync=false',
    );
  });

  test.each([
    ['rpicam', RPICAM.absent, 'absent', 'the device is not there'],
    ['rpicam', RPICAM.busy, 'failed', 'another program uses the device'],
    ['rpicam', RPICAM.noMemory, 'failed', 'the stream ended'],
    ['jetson', ARGUS.absent, 'absent', 'the device is not there'],
    ['jetson', ARGUS.busy, 'failed', 'another program uses the device'],
  ] as const)(
    'S1: whose program (%s) fails as recorded is told by its cause and opened again',
    async (kind, body, ...is) => {
      const program = kind === 'rpicam' ? 'rpicam-vid' : 'gst-launch-1.0';
      tools.add(program, body);
      const camera = new Camera({ ...ports(), source: { kind } });
      onTestFinished(() => camera.stop());
      await camera.start();
      await until('it is noticed', () => camera.status().cause !== null);
      expect([camera.status().state, camera.status().cause]).toEqual(is);
      tools.add(program, kind === 'rpicam' ? RPICAM.runs : ARGUS.runs);
      await until('it runs', () => camera.status().state === 'running');
    },
  );
});

describe('the list of sources', () => {
  test('holds only nodes that can capture, by stable path, with what they offer', async () => {
    const list = await listSources({ devFolder: dev });
    expect(list.map(({ source, name, reason }) => ({ source, name, reason }))).toEqual([
      { source: `v4l2:${dev}/v4l/by-id/usb-046d_C920-video-index0`, name: 'HD Pro Webcam C920', reason: null },
      { source: 'csi:rpicam', name: 'Raspberry Pi camera imx708', reason: null },
      { source: 'alsa:plughw:CARD=C920,DEV=0', name: 'HD Pro Webcam C920, USB Audio', reason: null },
    ]);
    expect(list[0]?.formats).toContainEqual({ format: 'MJPG', widthPx: 1280, heightPx: 720, rates: [30, 15, 5] });
  });

  test('says plainly why one cannot be used', async () => {
    writeFileSync(files.path('webcam'), SENSOR);
    const reasonOf = async () => (await listSources({ devFolder: dev }))[0]?.reason;
    expect(await reasonOf()).toMatch(/raw sensor data only: use csi:rpicam/);
    writeFileSync(files.path('webcam'), WEBCAM);
    const held = (await import('node:child_process')).spawn('sleep', ['60'], {
      stdio: ['ignore', 'ignore', (await import('node:fs')).openSync(`${dev}/video0`, 'r')],
    });
    onTestFinished(() => {
      held.kill();
    });
    await until('it runs', () => held.pid !== undefined);
    expect(await reasonOf()).toMatch(/in use by .*sleep/);
    writeFileSync(files.path('webcam'), CODEC);
    expect((await listSources({ devFolder: dev }))[0]?.source).toBe('csi:rpicam');
  });
});

describe('the source auto', () => {
  test('takes the first camera that gives pictures', async () => {
    writeFileSync(files.path('webcam'), CODEC);
    const { camera } = await firstFrame({ kind: 'auto' });
    expect(camera.status().state).toBe('running');
  });
});
