import { expect, test } from 'vitest';
import { SentenceTrial } from '../../../device/sense/speech/sentence-trial.ts';
import { voiceReadingOf } from '../../../device/sense/speech/voice-reading.ts';
import { SENTENCE_GRACE_MS, SENTENCE_SECONDS } from '../../../shared/limits.ts';
import { HandClock } from '../../fixtures/inference/hand-clock.ts';
import { mostly } from '../fusion/weights.ts';

const quality = { loudnessDb: -25, signalToNoiseDb: 25, clipped: 0, centroidHz: 1_200, flatness: 0.1, isGood: true };
const thresholds = { unsureBelow: 0.5, signalToNoiseDb: 10 };
const spoken = (startedAtMs: number, endedAtMs: number) =>
  voiceReadingOf({ samples: new Float32Array(512), startedAtMs, endedAtMs, quality }, mostly('happy', 0.9), thresholds);

function started(cut = () => Promise.resolve()) {
  const clock = new HandClock();
  const trial = new SentenceTrial(clock);
  return { clock, trial, told: trial.run(cut, 'sha256:x'), nowMs: clock.monotonicMs() };
}

test('a sentence trial tells what was said in its five seconds, dated from its beginning, and nothing from before', async () => {
  const { clock, trial, told, nowMs } = started();
  trial.hear(spoken(nowMs - 3_000, nowMs + 200), quality, thresholds);
  trial.hear(spoken(nowMs + 1_000, nowMs + 2_500), quality, thresholds);
  await clock.pass(SENTENCE_SECONDS * 1_000);
  const { utterances, seconds, model } = await told;
  expect({ seconds, model }).toEqual({ seconds: 5, model: 'sha256:x' });
  expect(utterances).toMatchObject([{ beginsSeconds: 1, seconds: 1.5, mood: 'happy', verdict: 'read', neededDb: 10 }]);
  expect(trial.isOn).toBe(false);
  trial.hear(spoken(nowMs + 5_500, nowMs + 6_500), quality, thresholds);
  expect(utterances).toHaveLength(1);
});

test('a second sentence waits for the first', async () => {
  const { clock, trial, told } = started();
  await expect(trial.run(() => Promise.resolve(), null)).rejects.toMatchObject({ code: 'SENTENCE_UNDER_WAY' });
  await clock.pass(SENTENCE_SECONDS * 1_000);
  expect((await told).utterances).toEqual([]);
});

test('a microphone that is closed or falls silent ends the trial with a reason', async () => {
  const closed = started();
  const ended = expect(closed.told).rejects.toMatchObject({ code: 'SENTENCE_NO_SOUND' });
  closed.trial.end();
  await ended;
  const silent = started(() => new Promise(() => {}));
  const failed = expect(silent.told).rejects.toMatchObject({ code: 'SENTENCE_NO_SOUND' });
  await silent.clock.pass(SENTENCE_SECONDS * 1_000);
  await silent.clock.pass(SENTENCE_GRACE_MS);
  await failed;
  expect(silent.trial.isOn).toBe(false);
});
