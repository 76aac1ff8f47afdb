import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FeedbackTexts, TEXTS_AN_HOUR_MAX, TEXTS_MAX } from '../../../console/kiosk/feedback-texts.ts';
import { SentimentLexicon } from '../../../console/kiosk/sentiment.ts';
import { FakeClock } from '../../fixtures/console/fake-clock.ts';

const HOUR_MS = 3_600_000;
const lexicon = new SentimentLexicon();
let stateFolder: string;
let clock: FakeClock;

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'roomtone-texts-'));
  clock = new FakeClock(Date.UTC(2026, 10, 22, 12, 34, 56));
});
afterEach(() => rm(stateFolder, { recursive: true, force: true }));

async function open(): Promise<FeedbackTexts> {
  const texts = new FeedbackTexts({ stateFolder, clock, lexicon });
  await texts.start();
  return texts;
}

it('keeps a line with its feeling, its hour and how it sounds, over a restart', async () => {
  expect(await (await open()).keep({ feeling: 'happy', text: 'I love this place', language: 'en' })).toBe(true);
  expect((await open()).list()).toEqual([
    {
      id: 1,
      hour: '2026-11-22T12:00:00.000Z',
      feeling: 'happy',
      language: 'en',
      text: 'I love this place',
      sentiment: 'positive',
    },
  ]);
});

it('keeps nothing for a tap without a line', async () => {
  const texts = await open();
  expect(await texts.keep({ feeling: 'happy' })).toBe(false);
  expect(texts.list()).toEqual([]);
});

it('takes so many lines an hour and no more, however they come in', async () => {
  const texts = await open();
  const lines = Array.from({ length: TEXTS_AN_HOUR_MAX + 20 }, (_, index) => `line ${index}`);
  const kept = await Promise.all(lines.map((text) => texts.keep({ feeling: 'sad', text, language: 'pl' })));
  expect(kept.filter(Boolean)).toHaveLength(TEXTS_AN_HOUR_MAX);
  clock.advance(HOUR_MS);
  expect(await texts.keep({ feeling: 'sad', text: 'an hour later', language: 'pl' })).toBe(true);
});

it('drops the oldest beyond its bound, and what is older than 31 days', async () => {
  const texts = await open();
  for (let hour = 0; hour * TEXTS_AN_HOUR_MAX <= TEXTS_MAX; hour += 1) {
    const lines = Array.from({ length: TEXTS_AN_HOUR_MAX }, (_, index) => `${hour}.${index}`);
    await Promise.all(lines.map((text) => texts.keep({ feeling: 'neutral', text, language: 'pl' })));
    clock.advance(HOUR_MS);
  }
  expect(texts.list()).toHaveLength(TEXTS_MAX);
  expect(texts.list().some(({ text }) => text === '0.0')).toBe(false);
  clock.advance(32 * 24 * HOUR_MS);
  expect(texts.list()).toEqual([]);
});

it('takes a line away from every generation on the disk', async () => {
  const texts = await open();
  await texts.keep({ feeling: 'angry', text: 'my telephone number', language: 'en' });
  expect(await texts.remove(1)).toBe(true);
  expect(await texts.remove(1)).toBe(false);
  const folder = join(stateFolder, 'console');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  expect(files.join()).not.toContain('telephone');
  await texts.keep({ feeling: 'angry', text: 'another', language: 'en' });
  expect(texts.list().map(({ id }) => id)).toEqual([2]);
});
