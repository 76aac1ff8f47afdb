// Hearing as sense runs it: a microphone that plays a file, the real voice detector, a tiny model of voices.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Microphone } from '../../../device/sense/capture/microphone.ts';
import { Hearing } from '../../../device/sense/hearing.ts';
import { SpeechWorker } from '../../../device/sense/speech/speech-worker.ts';
import type { VoiceReading } from '../../../device/sense/speech/voice-reading.ts';
import { prepareDemoVoice } from '../../../provisioning/demo-voice.ts';
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

async function readingsOf(mayRead: boolean): Promise<readonly VoiceReading[]> {
  const { clock, random, log } = ports();
  const path = await prepareDemoVoice(files.path('cache'));
  const options = speechWorkerOptions();
  const artifactFolders = [folders.artifacts, ...options.artifactFolders];
  const heard: VoiceReading[] = [];
  const source = { kind: 'file', path } as const;
  const hearing = new Hearing({
    mayHear: () => true,
    mayRead: () => mayRead,
    openMicrophone: (whenHeard) => new Microphone({ source, clock, random, log, whenHeard }),
    openSpeech: () =>
      new SpeechWorker({ ...options, manifestFolder: folders.manifests, artifactFolders, withEmotion: true }),
    onVoice: (reading) => heard.push(reading),
    clock,
    log,
  });
  await hearing.start();
  await until('two utterances were heard', () => heard.length >= 2, 60_000);
  await hearing.stop();
  return heard;
}

test('an utterance is read, and told with how loud it was and how it counts', async () => {
  const [first] = await readingsOf(true);
  expect(first?.probabilities?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(first?.flaws).toEqual([]);
  expect((first?.loudnessDb.length ?? 0) * (first?.stepMs ?? 0)).toBeCloseTo(
    (first?.endedAtMs ?? 0) - (first?.startedAtMs ?? 0),
    -2,
  );
});

test('P9: while the device is aimed utterances are heard, and none is read', async () => {
  const heard = await readingsOf(false);
  expect(heard.every(({ probabilities, mood }) => probabilities === null && mood === 'unsure')).toBe(true);
});
