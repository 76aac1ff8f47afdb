import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { readAddressFile, writeAddressFile } from '../../../device/capture/address-file.ts';
import { NetworkCapture } from '../../../device/capture/network-capture.ts';
import { createLog } from '../../../device/runtime/log.ts';
import type { AudioChunk } from '../../../device/sense/capture/audio-chunk.ts';
import { Camera, type CameraOptions, type CameraStatus } from '../../../device/sense/capture/camera.ts';
import { Microphone } from '../../../device/sense/capture/microphone.ts';
import { NetworkAddress } from '../../../device/sense/capture/network-address.ts';
import { parseSource, type Source } from '../../../device/sense/capture/source.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import {
  type FakeCamera,
  startHlsServer,
  startMjpegServer,
  startRtspServer,
} from '../../fixtures/capture/network-cameras.ts';
import { isRunning, ports, until } from '../../fixtures/capture/ports.ts';

const files = scratch();
afterAll(() => files.remove());

const PASSWORD = 'hunter2@:/ x';
const ENCODED = encodeURIComponent(PASSWORD);

function run(source: Source, more: Pick<CameraOptions, 'onSound' | 'whenStatusChanges'> = {}) {
  const camera = new Camera({ ...ports(), source, ...more });
  const seen = { frames: 0, widthPx: 0, times: [] as number[] };
  const taking = (async () => {
    for await (const frame of camera.frames) {
      seen.frames += 1;
      seen.widthPx = frame.widthPx;
      seen.times.push(frame.capturedAtMs);
      camera.recycle(frame);
    }
  })();
  const stop = () => camera.stop().then(() => taking);
  onTestFinished(stop);
  return { camera, seen, stop };
}

/** The capture program of the camera at `address`, its sockets in the folder `name`. */
async function captureOf(address: string, name: string): Promise<NetworkCapture> {
  const socketPath = files.path(`${name}/pictures`);
  const options = { socketPath, fps: 10, log: createLog('test', 'silent') };
  const program = new NetworkCapture({ address: NetworkAddress.parse(address), ...options });
  onTestFinished(() => program.stop());
  await program.start();
  return program;
}

/** A camera whose sound goes to a microphone, as in sense. */
function listening(source: string) {
  const heard = { atMs: [] as number[], peak: 0 };
  const causes: string[] = [];
  const microphone: Microphone = new Microphone({
    ...ports(),
    source: { kind: 'source' },
    sourceHasSound: () => it.camera.hasSound,
    whenHeard: () => {
      for (let entry = microphone.take(); entry !== undefined; entry = microphone.take()) {
        heard.atMs.push(entry.value.capturedAtMs);
        heard.peak = Math.max(heard.peak, ...entry.value.samples);
      }
    },
  });
  onTestFinished(() => microphone.stop());
  const onSound = (chunk: AudioChunk) => microphone.hear(chunk);
  const whenStatusChanges = ({ cause }: CameraStatus) => void (cause === null || causes.push(cause));
  const it = run(parseSource(source), { onSound, whenStatusChanges });
  return { ...it, microphone, heard, causes };
}

/** A server that ends with its test, however that ends. */
async function started(starting: Promise<FakeCamera>): Promise<FakeCamera> {
  const server = await starting;
  onTestFinished(server.stop);
  return server;
}

/** Processes of this machine, but this one, whose command line or environment contains `secret`. */
function publicPlacesOf(secret: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) =>
    ['cmdline', 'environ'].flatMap((file) => {
      try {
        const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
        return text.includes(secret) ? [Number(pid)] : [];
      } catch {
        return [];
      }
    }),
  );
}

describe('a network camera', () => {
  test('plays RTSP with a password that stands in no command line; a wrong one is said as such', async () => {
    const server = await started(startRtspServer(['anna', PASSWORD]));
    const it = run(parseSource(`rtsp://anna:${ENCODED}@127.0.0.1:${server.port}/room`));
    const wrong = run(parseSource(`rtsp://anna:wrong@127.0.0.1:${server.port}/room`));
    await Promise.all([it.camera.start(), wrong.camera.start()]);
    await until('pictures come', () => it.seen.frames > 10, 30_000);
    expect(it.seen.widthPx).toBe(640);
    await until('the refusal is seen', () => wrong.camera.status().cause !== null, 30_000);
    expect(wrong.camera.status()).toMatchObject({ state: 'failed', cause: 'the camera refuses the user or password' });
    expect(publicPlacesOf('anna:wrong')).toEqual([]);
    // The server was started with the password as an argument: the search finds it, and nobody else.
    expect(publicPlacesOf('hunter2')).toEqual([server.pid]);
  });

  test('S1: that goes away is noticed within 5 s, is unreachable, and comes back by itself', async () => {
    const server = await started(startRtspServer());
    const it = run(parseSource(`rtsp://127.0.0.1:${server.port}/room`));
    await it.camera.start();
    await until('pictures come', () => it.seen.frames > 5, 30_000);
    await server.stop();
    expect(await until('its end is seen', () => it.camera.status().state !== 'running')).toBeLessThan(5_000);
    await until('it is unreachable', () => it.camera.status().state === 'absent');
    await started(startRtspServer([], server.port));
    await until('it runs again', () => it.camera.status().state === 'running', 45_000);
  });

  test('plays an HLS playlist at its own speed, without gaps between segments', async () => {
    mkdirSync(files.path('hls'));
    const server = await started(startHlsServer(files.path('hls')));
    await until('there is a playlist', () => readdirSync(files.path('hls')).includes('live.m3u8'));
    const it = run(parseSource(`http://127.0.0.1:${server.port}/live.m3u8`));
    await it.camera.start();
    await until('pictures come', () => it.seen.frames > 40, 40_000);
    const gaps = it.seen.times.slice(10).map((at, i, all) => at - (all[i - 1] ?? at));
    expect(Math.max(...gaps)).toBeLessThan(1_500);
  });

  test('plays MJPEG over HTTP with a password', async () => {
    const server = await started(startMjpegServer('anna', PASSWORD));
    const it = run(parseSource(`http://anna:${ENCODED}@127.0.0.1:${server.port}/video`));
    await it.camera.start();
    await until('pictures come', () => it.seen.frames > 10, 30_000);
    expect(publicPlacesOf('hunter2')).toEqual([]);
  });
});

describe('a network camera in a program of its own', () => {
  test('hands its pictures to sense over a socket, ends with its reader, and says why it ended', async () => {
    const server = await started(startMjpegServer('anna', PASSWORD));
    const address = NetworkAddress.parse(`http://anna:${ENCODED}@127.0.0.1:${server.port}/video`);
    const socketPath = files.path('run/pictures');
    const program = new NetworkCapture({ address, socketPath, fps: 10, log: createLog('test', 'silent') });
    const it = run(parseSource(`socket:${socketPath}`));
    await it.camera.start();
    await until('it is absent without the program', () => it.camera.status().state === 'absent');
    await program.start();
    await until('pictures come', () => it.seen.frames > 10, 30_000);
    expect(JSON.stringify(it.camera.status())).not.toContain('127.0.0.1');
    const pid = program.childPid ?? 0;
    expect(await isRunning(pid)).toBe(true);
    await server.stop();
    await until('its end is seen', () => it.camera.status().state !== 'running');
    await until('the reason came over the socket', () => it.camera.status().state === 'absent', 20_000);
    expect(it.camera.status().cause).toBe('the camera does not answer on the network');
    await it.stop();
    await program.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  test('S1: hands on the sound of the camera for the microphone `source`, and marks where it went away', async () => {
    const server = await started(startRtspServer());
    const program = await captureOf(`rtsp://127.0.0.1:${server.port}/room`, 'sound');
    const it = listening(`socket:${files.path('sound/pictures')}`);
    await Promise.all([it.camera.start(), it.microphone.start()]);
    await until('pictures and sound come', () => it.heard.atMs.length > 60 && it.seen.frames > 10, 30_000);
    expect(it.microphone.status()).toMatchObject({ state: 'running', cause: null });
    expect(it.heard.peak).toBeGreaterThan(0.1);
    // One clock for both: the newest of each are of the same moment.
    expect(Math.abs((it.heard.atMs.at(-1) ?? 0) - (it.seen.times.at(-1) ?? 0))).toBeLessThan(500);
    const before = it.heard.atMs.length;
    await server.stop();
    await until('its end is seen', () => it.microphone.status().state === 'stalled', 20_000);
    await started(startRtspServer([], server.port));
    await until('sound comes again', () => it.heard.atMs.length > before + 60, 60_000);
    const steps = it.heard.atMs.map((atMs, index, all) => atMs - (all[index - 1] ?? atMs));
    expect(Math.max(...steps)).toBeGreaterThan(4_000);
    const pid = program.childPid ?? 0;
    await it.stop();
    await program.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  test('shows a camera without sound although the microphone is `source`, and says that it has none', async () => {
    const server = await started(startRtspServer([], 0, 'mute'));
    await captureOf(`rtsp://127.0.0.1:${server.port}/room`, 'mute');
    const it = listening(`socket:${files.path('mute/pictures')}`);
    await Promise.all([it.camera.start(), it.microphone.start()]);
    await until('pictures come', () => it.seen.frames > 10, 40_000);
    expect(it.causes[0]).toMatch(/has no sound/);
    await until('the microphone says so', () => it.microphone.status().cause === 'the source has no sound', 40_000);
    expect(it.microphone.status().state).toBe('failed');
    expect(it.heard.atMs).toEqual([]);
  });

  test('ends its child when the reader goes while the camera is silent', async () => {
    const silent = (await import('node:net')).createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const port = (silent.address() as { port: number }).port;
    const address = NetworkAddress.parse(`http://127.0.0.1:${port}/video`);
    const socketPath = files.path('silent/pictures');
    const program = new NetworkCapture({ address, socketPath, fps: 10, log: createLog('test', 'silent') });
    await program.start();
    const it = run(parseSource(`socket:${socketPath}`));
    await it.camera.start();
    await until('the child runs', () => program.childPid !== undefined);
    const pid = program.childPid ?? 0;
    await it.stop();
    let runs = true;
    await until('the child is gone', () => {
      isRunning(pid).then((is) => {
        runs = is;
      });
      return !runs;
    });
    await program.stop();
    silent.close();
  });

  test('reads its address from a file that only its owner may read', async () => {
    const path = files.path('address');
    const address = NetworkAddress.parse(`rtsp://anna:${ENCODED}@127.0.0.1/room`);
    await writeAddressFile(path, address);
    expect((await readAddressFile(path)).reveal()).toBe(address.reveal());
    chmodSync(path, 0o640);
    await expect(readAddressFile(path)).rejects.toMatchObject({ code: 'ADDRESS_FILE_OPEN' });
    expect((await readAddressFile(path, files.folder)).hostname).toBe('127.0.0.1'); // a credential of systemd
    writeFileSync(files.path('empty'), '', { mode: 0o600 });
    await expect(readAddressFile(files.path('empty'))).rejects.toMatchObject({ code: 'USAGE' });
    await expect(readAddressFile(files.path('none'))).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });
});
