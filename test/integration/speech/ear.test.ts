import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AudioChunk, CHUNK_SAMPLES } from '../../../device/sense/capture/audio-chunk.ts';
import { Ear, type Utterance } from '../../../device/sense/speech/ear.ts';
import { SpeechWorker } from '../../../device/sense/speech/speech-worker.ts';
import { prepareDemoVoice } from '../../../provisioning/demo-voice.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import { ports, until } from '../../fixtures/capture/ports.ts';
import { chunksOf, inletOf, speechWorkerOptions } from '../../fixtures/speech/listening.ts';

const files = scratch();
const worker = new SpeechWorker(speechWorkerOptions());
beforeAll(() => worker.start(new AbortController().signal));
afterAll(async () => {
  await worker.stop();
  files.remove();
});

type Told = Omit<Utterance, 'samples'> & { readonly peak: number };

async function utterancesOf(chunks: readonly AudioChunk[], detector: Pick<SpeechWorker, 'hear'> = worker) {
  const inlet = inletOf(chunks);
  const told: Told[] = [];
  const given: Float32Array[] = [];
  const ear = new Ear({
    inlet,
    detector,
    thresholds: () => worker.models().thresholds,
    onUtterance: ({ samples, ...utterance }) => {
      given.push(samples);
      told.push({ ...utterance, peak: samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0) });
    },
    log: ports().log,
  });
  await ear.start();
  await until('all is heard', () => inlet.left() === 0, 60_000);
  await ear.stop();
  return { told, given, ear };
}

describe('the ear', () => {
  test('hears three people in the voice of the demo, where they speak, and wipes what they said', async () => {
    const { told, given } = await utterancesOf(chunksOf(['-i', await prepareDemoVoice(files.path('cache'))]));
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told[0]?.startedAtMs).toBeGreaterThan(100);
    expect(told[0]?.startedAtMs).toBeLessThan(900);
    expect(told.every(({ quality }) => quality.isGood)).toBe(true);
    expect(told.every(({ peak }) => peak > 0.05)).toBe(true);
    expect(given.every((samples) => samples.every((sample) => sample === 0))).toBe(true);
  });

  test.each([
    ['digital silence', 'anullsrc=sample_rate=16000'],
    ['white noise', 'anoisesrc=amplitude=0.2:seed=7'],
    ['brown noise', 'anoisesrc=amplitude=0.5:color=brown:seed=7'],
    ['a tone', 'sine=frequency=440'],
    ['hum with harmonics', 'aevalsrc=0.3*sin(2*PI*50*t)+0.2*sin(2*PI*150*t)+0.1*sin(2*PI*350*t)'],
  ])('hears nobody in %s', async (_, sound) => {
    const { told } = await utterancesOf(chunksOf(['-f', 'lavfi', '-t', '8', '-i', sound]));
    expect(told).toEqual([]);
  });

  test('asks no model about what is inaudible, nor about the steady noise of a room', async () => {
    const asked = { count: 0 };
    const counting = {
      hear: (samples: Float32Array<ArrayBuffer>, isAfterGap: boolean) => {
        asked.count += samples.length / CHUNK_SAMPLES;
        return worker.hear(samples, isAfterGap);
      },
    };
    await utterancesOf(chunksOf(['-f', 'lavfi', '-t', '4', '-i', 'anoisesrc=amplitude=0.0003:seed=3']), counting);
    expect(asked.count).toBe(0);
    // A fan is taken for speech by nobody once the room is known, and costs nothing then.
    await utterancesOf(chunksOf(['-f', 'lavfi', '-t', '60', '-i', 'anoisesrc=amplitude=0.02:seed=3']), counting);
    expect(asked.count).toBeLessThan(900);
  });

  test('ends an utterance where sound is missing', async () => {
    const chunks = chunksOf(['-i', await prepareDemoVoice(files.path('cache'))]);
    const cut = chunks.filter(({ capturedAtMs }) => capturedAtMs < 2_500 || capturedAtMs > 3_000);
    const { told } = await utterancesOf(cut);
    for (const { startedAtMs, endedAtMs } of told) expect(startedAtMs > 2_900 || endedAtMs <= 2_600).toBe(true);
  });

  test('S3: goes on after the model was lost, over no gap, and counts what was not heard', async () => {
    const chunks = chunksOf(['-i', await prepareDemoVoice(files.path('cache'))]);
    let count = 0;
    const failing = {
      hear: (samples: Float32Array<ArrayBuffer>, isAfterGap: boolean) => {
        count += 1;
        if (count === 8 || count === 9) return Promise.reject(new Error('lost'));
        if (count === 10) expect(isAfterGap).toBe(true);
        return worker.hear(samples, isAfterGap);
      },
    };
    const { told, ear } = await utterancesOf(chunks, failing);
    expect(ear.lost).toBe(16);
    expect(told.length).toBeGreaterThanOrEqual(3);
  });
});
