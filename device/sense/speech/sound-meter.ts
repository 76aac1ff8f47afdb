// The sound meter remembers how loud the last second was and when the last utterances were spoken, for whoever sets the
// microphone up. It holds numbers alone, a handful of them, and forgets utterances after a minute.
import { type SoundReport, UTTERANCES_SHOWN } from '../../../shared/sense-api.ts';
import { CHUNK_MS } from '../capture/audio-chunk.ts';
import type { HeardLevel, Utterance } from './ear.ts';

/** About a second of chunks. */
const LEVELS_KEPT = Math.floor(1_000 / CHUNK_MS);
const UTTERANCE_KEPT_MS = 60_000;
/** A level older than this is no longer the present one. */
const FRESH_MS = 2_000;
const FLOOR_DB = -90;

type Measured = Pick<SoundReport, 'levelsDb' | 'noiseDb' | 'isSpeaking' | 'utterances'>;
type Spoken = Omit<SoundReport['utterances'][number], 'agoSeconds'> & { readonly endedAtMs: number };

export const NOTHING_MEASURED: Measured = { levelsDb: [], noiseDb: null, isSpeaking: false, utterances: [] };

export class SoundMeter {
  #levelsDb: number[] = [];
  #last: (HeardLevel & { readonly atMs: number }) | null = null;
  #spoken: Spoken[] = [];

  hearLevel(level: HeardLevel, atMs: number): void {
    this.#levelsDb = [...this.#levelsDb, rounded(level.levelDb)].slice(-LEVELS_KEPT);
    this.#last = { ...level, atMs };
  }

  hearUtterance({ startedAtMs, endedAtMs, quality }: Omit<Utterance, 'samples'>): void {
    const { loudnessDb, signalToNoiseDb, isGood } = quality;
    const seconds = rounded((endedAtMs - startedAtMs) / 1_000);
    const spoken = { endedAtMs, seconds, loudnessDb: rounded(loudnessDb), signalToNoiseDb: rounded(signalToNoiseDb) };
    this.#spoken = [{ ...spoken, isGood }, ...this.#spoken].slice(0, UTTERANCES_SHOWN);
  }

  /** Nothing is left of what was heard. */
  forget(): void {
    this.#levelsDb = [];
    this.#last = null;
    this.#spoken = [];
  }

  measured(nowMs: number): Measured {
    const last = this.#last;
    const isFresh = last !== null && nowMs - last.atMs < FRESH_MS;
    const utterances = this.#spoken
      .filter(({ endedAtMs }) => nowMs - endedAtMs < UTTERANCE_KEPT_MS)
      .map(({ endedAtMs, ...spoken }) => ({ agoSeconds: rounded(Math.max(0, nowMs - endedAtMs) / 1_000), ...spoken }));
    if (!isFresh) return { ...NOTHING_MEASURED, utterances };
    return { levelsDb: this.#levelsDb, noiseDb: rounded(last.noiseDb), isSpeaking: last.isSpeaking, utterances };
  }
}

/** To a tenth; the contract knows nothing below the floor. */
const rounded = (value: number) => Math.max(FLOOR_DB, Math.round(value * 10) / 10);
