import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AudioChunk, CHUNK_MS, CHUNK_SAMPLES } from '../../../device/sense/capture/audio-chunk.ts';
import { microphoneCommand, parseMicrophone } from '../../../device/sense/capture/microphone-source.ts';
import { SoundStream } from '../../../device/sense/capture/sound-stream.ts';
import { StreamTimeline } from '../../../device/sense/capture/stream-timeline.ts';

function collect() {
  const seen: { chunk: AudioChunk; isSilent: boolean }[] = [];
  const clock = { nowMs: 0 };
  let floods = 0;
  const stream = new SoundStream({
    nowMs: () => clock.nowMs,
    timeline: new StreamTimeline(),
    onChunk: (chunk, isSilent) => seen.push({ chunk, isSilent }),
    onFlood: () => {
      floods += 1;
    },
  });
  return { stream, seen, clock, floods: () => floods };
}

const bytesOf = (samples: readonly number[]) => new Uint8Array(Int16Array.from(samples).buffer);

describe('a sound stream', () => {
  test('gives the same samples however its bytes are cut', () => {
    const samples = Array.from({ length: CHUNK_SAMPLES * 2 }, (_, i) => ((i * 7_919) % 65_536) - 32_768);
    const bytes = bytesOf(samples);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 333 }), { minLength: 1, maxLength: 20 }), (lengths) => {
        const { stream, seen } = collect();
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const next = at + (lengths[i % lengths.length] ?? 1);
          stream.write(bytes.subarray(at, next));
          at = next;
        }
        expect(seen.flatMap(({ chunk }) => [...chunk.samples])).toEqual(samples.map((sample) => sample / 32_768));
      }),
      { numRuns: 20 },
    );
  });

  test('tells digital silence from a quiet room', () => {
    const { stream, seen } = collect();
    stream.write(bytesOf(new Array(CHUNK_SAMPLES).fill(0)));
    stream.write(bytesOf([...new Array(CHUNK_SAMPLES - 1).fill(0), 1]));
    expect(seen.map(({ isSilent }) => isSilent)).toEqual([true, false]);
  });

  test('S1: that comes faster than time is a flood, said once', () => {
    const { stream, floods } = collect();
    for (let i = 0; i < 1_000; i += 1) stream.write(bytesOf(new Array(CHUNK_SAMPLES).fill(1)));
    expect(floods()).toBe(1);
  });

  test('dates chunks by their place, not by the jitter of their arrival', () => {
    const { stream, seen, clock } = collect();
    for (let i = 1; i <= 100; i += 1) {
      clock.nowMs = 5_000 + i * CHUNK_MS + ((i * 37) % 30);
      stream.write(bytesOf(new Array(CHUNK_SAMPLES).fill(1)));
    }
    const steps = seen.slice(40).map(({ chunk }, i, all) => chunk.capturedAtMs - (all[i - 1]?.chunk.capturedAtMs ?? 0));
    for (const step of steps.slice(1)) expect(Math.abs(step - CHUNK_MS)).toBeLessThan(1);
    expect(seen.at(-1)?.chunk.capturedAtMs).toBeCloseTo(5_000 + 99 * CHUNK_MS, -1);
  });
});

describe('a timeline', () => {
  test('follows a clock that is slow by 300 ppm', () => {
    const timeline = new StreamTimeline();
    let placed = 0;
    for (let ms = 0; ms <= 600_000; ms += 100) placed = timeline.place(ms, ms * 1.0003 + ((ms / 100) % 7));
    expect(Math.abs(placed - 600_000 * 1.0003)).toBeLessThan(10);
  });

  test('finds its zero again within seconds after data was lost', () => {
    const timeline = new StreamTimeline();
    for (let ms = 0; ms < 10_000; ms += 32) timeline.place(ms, ms);
    let placed = 0;
    for (let ms = 10_000; ms < 15_000; ms += 32) placed = timeline.place(ms, ms + 500) - ms;
    expect(placed).toBeGreaterThan(480);
  });
});

describe('a microphone', () => {
  test('is told by its text', () => {
    expect(parseMicrophone('none')).toEqual({ kind: 'none' });
    expect(parseMicrophone('source')).toEqual({ kind: 'source' });
    expect(parseMicrophone('alsa:plughw:CARD=C920,DEV=0')).toEqual({ kind: 'alsa', device: 'plughw:CARD=C920,DEV=0' });
    expect(parseMicrophone('/tmp/voice.wav')).toEqual({ kind: 'file', path: '/tmp/voice.wav' });
  });

  test.each(['', 'alsa:-d', 'alsa:a b', 'http://x/y', 'pulse:x'])('that is none is refused: %j', (text) => {
    expect(() => parseMicrophone(text)).toThrow(/microphone|ALSA/);
  });

  test('is recorded as 16 kHz, 16 bit, mono', () => {
    const command = microphoneCommand(parseMicrophone('alsa:plughw:CARD=C920,DEV=0'));
    expect(command?.program).toBe('arecord');
    expect(command?.args.join(' ')).toContain('-D plughw:CARD=C920,DEV=0 -f S16_LE -r 16000 -c 1 -t raw');
  });
});
