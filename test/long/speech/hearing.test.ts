// Hearing as sense runs it: a microphone that plays a file, the real voice detector, a tiny model of voices.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Microphone } from '../../../device/sense/capture/microphone.ts';
import { Hearing } from '../../../device/sense/hearing.ts';
import { mayReadVoices } from '../../../device/sense/speech/may-read-voices.ts';
import { SpeechWorker } from '../../../device/sense/speech/speech-worker.ts';
import type { VoiceReading } from '../../../device/sense/speech/voice-reading.ts';
import { prepareDemoVoice } from '../../../provisioning/demo-voice.ts';
import { type Context, EMOTIONS } from '../../../shared/vocabulary.ts';
import { PROJECT } from '../../fixtures/appliance.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import { ports, until } from '../../fixtures/capture/ports.ts';
import { speechWorkerOptions } from '../../fixtures/speech/listening.ts';
import { writeTinySpeech } from '../../fixtures/speech/tiny-emotion.ts';

const files = scratch();
let folders: Awaited<ReturnType<typeof writeTinySpeech>>;
beforeAll(async () => {
  folders = await writeTinySpeech(files.path('models'));
});
afterAll(() => files.remove());

interface Room {
  readonly mayRead: boolean;
  /** The models that ship, or the tiny ones. */
  readonly shipped?: boolean;
  readonly context?: Context;
}

async function hearingOf({ mayRead, shipped = false, context = 'retail' }: Room) {
  const { clock, random, log } = ports();
  const path = await prepareDemoVoice(files.path('cache'));
  const options = speechWorkerOptions();
  const artifactFolders = [folders.artifacts, join(PROJECT, 'models/artifacts'), ...options.artifactFolders];
  const manifestFolder = shipped ? options.manifestFolder : folders.manifests;
  const withEmotion = mayReadVoices(context);
  const heard: VoiceReading[] = [];
  const source = { kind: 'file', path } as const;
  const hearing = new Hearing({
    mayHear: () => true,
    mayRead: () => mayRead,
    openMicrophone: (whenHeard) => new Microphone({ source, clock, random, log, whenHeard }),
    openSpeech: () => new SpeechWorker({ ...options, manifestFolder, artifactFolders, withEmotion }),
    onVoice: (reading) => heard.push(reading),
    clock,
    log,
  });
  await hearing.start();
  return { hearing, heard };
}

async function readingsOf(room: Room): Promise<readonly VoiceReading[]> {
  const { hearing, heard } = await hearingOf(room);
  await until('two utterances were heard', () => heard.length >= 2, 60_000);
  await hearing.stop();
  return heard;
}

test('an utterance is read, and told with how loud it was and how it counts', async () => {
  const [first] = await readingsOf({ mayRead: true });
  expect(first?.probabilities?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(first?.flaws).toEqual([]);
  expect((first?.loudnessDb.length ?? 0) * (first?.stepMs ?? 0)).toBeCloseTo(
    (first?.endedAtMs ?? 0) - (first?.startedAtMs ?? 0),
    -2,
  );
});

test('P9: while the device is aimed utterances are heard, and none is read', async () => {
  const heard = await readingsOf({ mayRead: false });
  expect(heard.every(({ probabilities, mood }) => probabilities === null && mood === 'unsure')).toBe(true);
});

test('a sentence is told in numbers by the model that ships, also while the device is aimed', async () => {
  const { hearing } = await hearingOf({ mayRead: false, shipped: true });
  await expect(hearing.trySentence()).rejects.toMatchObject({ code: 'SENTENCE_NO_SOUND' });
  await until('the microphone runs', () => hearing.microphone().state === 'running', 60_000);
  const first = await hearing.trySentence();
  const { utterances, model } = first.utterances.length > 0 ? first : await hearing.trySentence();
  await hearing.stop();
  expect(model).toMatch(/^sha256:/);
  expect(utterances.length).toBeGreaterThanOrEqual(1);
  for (const { probabilities, beginsSeconds, seconds, verdict } of utterances) {
    expect(Object.keys(probabilities ?? {})).toEqual(['read', 'unclear'].includes(verdict) ? [...EMOTIONS] : []);
    expect(beginsSeconds + seconds).toBeLessThan(6);
  }
});

test('P10: in a workplace a sentence has its loudness and its distance from the noise, and no emotion', async () => {
  const { hearing } = await hearingOf({ mayRead: true, shipped: true, context: 'workplace' });
  await until('the microphone runs', () => hearing.microphone().state === 'running', 60_000);
  const first = await hearing.trySentence();
  const { utterances, model } = first.utterances.length > 0 ? first : await hearing.trySentence();
  expect(hearing.models()?.emotion).toBeNull();
  await hearing.stop();
  expect(model).toBeNull();
  expect(utterances.length).toBeGreaterThanOrEqual(1);
  for (const { probabilities, mood, verdict } of utterances) {
    expect({ probabilities, mood }).toEqual({ probabilities: null, mood: 'unsure' });
    expect(verdict).not.toBe('read');
  }
});
