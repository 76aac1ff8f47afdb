import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Camera } from '../../../device/sense/capture/camera.ts';
import { checkSource } from '../../../device/sense/capture/check-source.ts';
import { parseSource, type Source } from '../../../device/sense/capture/source.ts';
import { listSources } from '../../../device/sense/capture/source-list.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import { fakeTools } from '../../fixtures/capture/fake-tools.ts';
import { ports, until } from '../../fixtures/capture/ports.ts';
import { CODEC, METADATA, SENSOR, WEBCAM } from '../../fixtures/capture/v4l2-answers.ts';

const files = scratch();
const tools = fakeTools(files.path('tools'));
const dev = files.path('dev');

/** Raw I420 at 1280 × 720 from the real ffmpeg: what rpicam-vid and nvarguscamerasrc were recorded to send. */
const RAW_I420 =
  '[ "$1" = --version ] && exit; exec ffmpeg -v error -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f rawvideo -pix_fmt yuv420p -';

beforeAll(() => {
  tools.add('rpicam-vid', RAW_I420);
  tools.add('gst-launch-1.0', RAW_I420);
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
  for await (const { widthPx, heightPx } of camera.frames) return { camera, widthPx, heightPx };
  throw new Error('no frame');
}

describe('a camera on a ribbon cable', () => {
  test('of a Raspberry Pi is read through rpicam-vid', async () => {
    await checkSource(parseSource('csi:rpicam'));
    const { widthPx, heightPx } = await firstFrame(parseSource('csi:rpicam'));
    expect([widthPx, heightPx]).toEqual([1280, 720]);
    expect(tools.argsOf('rpicam-vid')).toBe(
      '--nopreview --timeout 0 --codec yuv420 --flush --framerate 10 --width 1280 --height 720 --output -',
    );
  });

  test('of a Jetson is read through nvarguscamerasrc', async () => {
    const { widthPx } = await firstFrame(parseSource('csi:jetson'));
    expect(widthPx).toBe(1280);
    expect(tools.argsOf('gst-launch-1.0')).toBe(
      '-q nvarguscamerasrc ! video/x-raw(memory:NVMM),width=1280,height=720,framerate=30/1 ! nvvidconv ! ' +
        'video/x-raw,format=I420 ! fdsink fd=1 sync=false',
    );
  });

  test('S1: whose program dies is opened again', async () => {
    tools.add('rpicam-vid', 'echo "ERROR: *** no cameras available ***" >&2; exit 255');
    const camera = new Camera({ ...ports(), source: { kind: 'rpicam' } });
    onTestFinished(() => camera.stop());
    await camera.start();
    await until('it is absent', () => camera.status().state === 'absent');
    expect(camera.status().cause).toBe('the device is not there');
    tools.add('rpicam-vid', RAW_I420);
    await until('it runs', () => camera.status().state === 'running');
  });
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
