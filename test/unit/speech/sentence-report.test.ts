import { expect, test } from 'vitest';
import { whyOf } from '../../../device/sense/speech/sentence-report.ts';
import { voiceReadingOf } from '../../../device/sense/speech/voice-reading.ts';
import { mostly } from '../fusion/weights.ts';

const good = { loudnessDb: -25, signalToNoiseDb: 25, clipped: 0, centroidHz: 1_200, flatness: 0.1, isGood: true };
const thresholds = { unsureBelow: 0.5, signalToNoiseDb: 10 };

test.each([
  [
    'too noisy: 4.2 dB above the noise, 10 are needed',
    { ...good, signalToNoiseDb: 4.2 },
    mostly('sad', 0.9),
    thresholds,
  ],
  ['clipped: ', { ...good, clipped: 0.3 }, mostly('sad', 0.9), thresholds],
  ['no tone of a voice', { ...good, flatness: 0.8 }, mostly('sad', 0.9), thresholds],
  ['heard, but no model', good, null, null],
  ['read: 90 % sure, 50 % are needed', good, mostly('sad', 0.9), thresholds],
  ['nothing stands out: the likeliest has 40 %', good, mostly('sad', 0.4), thresholds],
])('why an utterance counts as it does: %s', (why, quality, read, limits) => {
  const utterance = { samples: new Float32Array(512), startedAtMs: 0, endedAtMs: 900, quality };
  expect(whyOf(voiceReadingOf(utterance, read, limits), quality, limits)).toContain(why);
});
