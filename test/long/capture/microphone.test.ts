import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { CHUNK_MS } from '../../../device/sense/capture/audio-chunk.ts';
import { Camera } from '../../../device/sense/capture/camera.ts';
import { Microphone } from '../../../device/sense/capture/microphone.ts';
import { parseMicrophone } from '../../../device/sense/capture/microphone-source.ts';
import { drawClip, drawSound, scratch } from '../../fixtures/capture/clips.ts';
import { fakeTools } from '../../fixtures/capture/fake-tools.ts';
import { isRunning, ports, until } from '../../fixtures/capture/ports.ts';

const files = scratch();
afterAll(() => files.remove());

/** ALSA's own plug-ins: `room` reads a FIFO that ffmpeg fills at the speed of time, `quiet` is a null device. */
function alsaRoom(sound = 'sine=frequency=440'): void {
  const [fifo, config] = [files.path('sound.fifo'), files.path('asound.conf')];
  execFileSync('sh', ['-c', `test -p '${fifo}' || mkfifo -m 600 '${fifo}'`]);
  writeFileSync(
    config,
    `pcm.quiet { type null }\npcm.room { type file slave.pcm "quiet" file /dev/null infile ${fifo} format raw }\n`,
  );
  process.env['ALSA_CONFIG_PATH'] = config;
  // A player ends with its reader; the room goes on.
  const play = `ffmpeg -v quiet -re -f lavfi -i ${sound}:sample_rate=16000 -ac 1 -f s16le -y '${fifo}'`;
  const player = spawn('sh', ['-c', `while :; do ${play}; done`], { stdio: 'ignore', detached: true });
  onTestFinished(() => {
    if (player.pid !== undefined) process.kill(-player.pid, 'SIGKILL');
    delete process.env['ALSA_CONFIG_PATH'];
  });
}

function listen(text: string) {
  const heard = { chunks: 0, gaps: 0, peak: 0, times: [] as number[] };
  const microphone: Microphone = new Microphone({
    ...ports(),
    source: parseMicrophone(text),
    whenHeard: () => {
      for (let entry = microphone.take(); entry !== undefined; entry = microphone.take()) {
        heard.chunks += 1;
        if (entry.gap > 0) heard.gaps += 1;
        heard.peak = Math.max(heard.peak, ...entry.value.samples);
        heard.times.push(entry.value.capturedAtMs);
      }
    },
  });
  onTestFinished(() => microphone.stop());
  return { microphone, heard };
}

describe('a microphone', () => {
  test('hears through the real arecord, without gaps, on the monotonic clock', async () => {
    alsaRoom();
    const { microphone, heard } = listen('alsa:room');
    const fromMs = performance.now();
    await microphone.start();
    await until('two seconds are heard', () => heard.chunks > 2_000 / CHUNK_MS);
    expect(microphone.status()).toEqual({ state: 'running', cause: null, restarts: 0 });
    expect(heard.gaps).toBe(0);
    expect(heard.peak).toBeGreaterThan(0.1);
    expect(heard.times.at(-1)).toBeGreaterThan(fromMs);
    expect(heard.times.at(-1)).toBeLessThan(performance.now());
    const pid = microphone.childPid ?? 0;
    await microphone.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  test('S1: whose arecord is stopped (SIGSTOP) is noticed within 5 s and opened again', async () => {
    alsaRoom();
    const { microphone } = listen('alsa:room');
    await microphone.start();
    await until('it runs', () => microphone.status().state === 'running');
    const pid = microphone.childPid ?? 0;
    process.kill(pid, 'SIGSTOP');
    expect(await until('the stall is seen', () => microphone.status().state === 'stalled')).toBeLessThan(5_000);
    expect(microphone.status().cause).toBe('it stopped sending');
    await until('it runs again', () => microphone.status().state === 'running');
    expect(await isRunning(pid)).toBe(false);
  });

  test('S1: that is not there is absent; one that gives sound faster than time is a flood', async () => {
    alsaRoom();
    const absent = listen('alsa:plughw:CARD=None,DEV=0');
    const flooding = listen('alsa:quiet');
    await Promise.all([absent.microphone.start(), flooding.microphone.start()]);
    await until('it is absent', () => absent.microphone.status().state === 'absent');
    await until('the flood is seen', () => flooding.microphone.status().cause !== null);
    expect(flooding.microphone.status()).toMatchObject({ state: 'stalled' });
  });

  test.each([
    ['echo "arecord: main:831: audio open error: Device or resource busy" >&2; exit 1', 'failed', /another program/],
    ['exit 0', 'failed', /stream ended/],
    ['exec sleep 60', 'stalled', /nothing came/],
    ['head -c 256000 /dev/zero; exec sleep 60', 'stalled', /digital silence/],
  ])('S1: whose arecord does `%s` is %s', async (body, state, cause) => {
    const tools = fakeTools(files.path('tools'));
    onTestFinished(tools.restore);
    tools.add('arecord', body);
    const { microphone } = listen('alsa');
    await microphone.start();
    await until('it is noticed', () => microphone.status().cause !== null, 10_000);
    expect(microphone.status().state).toBe(state);
    expect(microphone.status().cause).toMatch(cause);
  });

  test('plays a file again and again, and `none` opens nothing', async () => {
    const { microphone, heard } = listen(drawSound(files.path('voice.wav'), 'sine=frequency=300', 1));
    const none = listen('none');
    await Promise.all([microphone.start(), none.microphone.start()]);
    await until('more than the file is heard', () => heard.chunks > 1_800 / CHUNK_MS);
    expect(none.microphone.status().state).toBe('idle');
    expect(none.microphone.childPid).toBeUndefined();
  });

  test('hears the sound of the watched source in time with its picture', async () => {
    const flash = "color=black:size=320x240:rate=25:duration=3,drawbox=color=white:t=fill:enable='between(t,1,2)'";
    const beep = "sine=frequency=1000:duration=3,volume='between(t,1,2)':eval=frame";
    const clip = drawClip(files.path('flash.mp4'), { seconds: 3, picture: flash, sound: beep });
    const { microphone } = listen('source');
    const flashes = new Onsets();
    const beeps = new Onsets();
    const camera = new Camera({
      ...ports(),
      source: { kind: 'file', path: clip },
      onSound: (chunk) => {
        const loud = chunk.samples.findIndex((sample) => Math.abs(sample) > 0.05);
        beeps.look(loud >= 0, chunk.capturedAtMs + Math.max(0, loud) / 16);
        microphone.hear(chunk);
      },
    });
    onTestFinished(() => camera.stop());
    await Promise.all([camera.start(), microphone.start()]);
    for await (const frame of camera.frames) {
      flashes.look((frame.pixels[0] ?? 0) > 128, frame.capturedAtMs);
      camera.recycle(frame);
      if (flashes.atMs.length >= LOOPS && beeps.atMs.length >= LOOPS) break;
    }
    const offsetsMs = flashes.atMs.slice(0, LOOPS).map((flashMs, loop) => Math.abs((beeps.atMs[loop] ?? 0) - flashMs));
    expect(microphone.status().state).toBe('running');
    expect(offsetsMs.toSorted((one, other) => one - other)[Math.floor(LOOPS / 2)]).toBeLessThan(80);
  });

  test('of a source without sound says that there is none', async () => {
    const clip = drawClip(files.path('mute.mp4'));
    const camera = new Camera({ ...ports(), source: { kind: 'file', path: clip }, onSound: () => {} });
    const sourceHasSound = () => camera.hasSound;
    const microphone = new Microphone({ ...ports(), source: { kind: 'source' }, sourceHasSound });
    onTestFinished(() => Promise.all([camera.stop(), microphone.stop()]).then(() => {}));
    await camera.start();
    await until('the camera runs', () => camera.status().state === 'running');
    await microphone.start();
    await until('it is said', () => microphone.status().cause !== null);
    expect(microphone.status()).toMatchObject({ state: 'failed', cause: 'the source has no sound' });
  });
});

/** The middle of three loops is judged: a scheduler that was away for a moment is no offset. */
const LOOPS = 3;

/** When something that comes and goes began, each time. */
class Onsets {
  readonly atMs: number[] = [];
  #is = false;

  look(is: boolean, atMs: number): void {
    if (is && !this.#is) this.atMs.push(atMs);
    this.#is = is;
  }
}
