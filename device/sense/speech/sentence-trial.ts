// A sentence trial: for five seconds what the ear hears anyway is also told to whoever tries the microphone. It keeps the
// numbers of those seconds until it is over, and no sound; one at a time.
import { RoomtoneError } from '../../../shared/errors.ts';
import { SENTENCE_GRACE_MS, SENTENCE_SECONDS } from '../../../shared/limits.ts';
import type { Sentence } from '../../../shared/sentence.ts';
import type { Clock } from '../../runtime/clock.ts';
import { CHUNK_MS } from '../capture/audio-chunk.ts';
import { reportUtterance } from './sentence-report.ts';
import type { SoundQuality } from './sound-quality.ts';
import { PRE_ROLL_CHUNKS } from './utterance-plan.ts';
import type { VoiceReading, VoiceThresholds } from './voice-reading.ts';

interface Trial {
  readonly beganAtMs: number;
  readonly utterances: Sentence['utterances'];
  readonly ending: AbortController;
}

export class SentenceTrial {
  readonly #clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  #trial: Trial | null = null;

  constructor(clock: Pick<Clock, 'monotonicMs' | 'sleep'>) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#trial !== null;
  }

  /**
   * @param cut ends the utterance that is being spoken, once before and once after the seconds, so that they stand alone
   * @param model digest of what reads utterances, null where nothing does
   * @throws RoomtoneError `SENTENCE_UNDER_WAY`, `SENTENCE_NO_SOUND`
   */
  async run(cut: () => Promise<void>, model: string | null): Promise<Sentence> {
    if (this.#trial !== null) throw underWay();
    const trial = { beganAtMs: this.#clock.monotonicMs(), utterances: [], ending: new AbortController() };
    this.#trial = trial;
    try {
      void cut();
      await this.#clock.sleep(SENTENCE_SECONDS * 1_000, trial.ending.signal);
      await this.#within(cut(), trial.ending.signal);
      return { seconds: SENTENCE_SECONDS, model, utterances: trial.utterances };
    } catch (error) {
      throw trial.ending.signal.aborted ? noSound() : error;
    } finally {
      trial.ending.abort();
      this.#trial = null;
    }
  }

  /** What began before the seconds is not told. */
  hear(reading: VoiceReading, quality: SoundQuality, thresholds: VoiceThresholds | null): void {
    if (this.#trial === null) return;
    const { beganAtMs, utterances } = this.#trial;
    const sinceMs = reading.startedAtMs - beganAtMs;
    if (sinceMs < -PRE_ROLL_CHUNKS * CHUNK_MS) return;
    const lastedMs = reading.endedAtMs - reading.startedAtMs;
    const startedAtMs = Math.max(0, sinceMs);
    const dated = { ...reading, startedAtMs, endedAtMs: startedAtMs + lastedMs };
    utterances.push(reportUtterance(dated, quality, thresholds));
  }

  /** The microphone is closed. */
  end(): void {
    this.#trial?.ending.abort();
  }

  async #within(isCut: Promise<void>, signal: AbortSignal): Promise<void> {
    const tooLate = this.#clock.sleep(SENTENCE_GRACE_MS, signal).then(() => Promise.reject(noSound()));
    await Promise.race([isCut, tooLate]);
  }
}

const underWay = () =>
  new RoomtoneError('SENTENCE_UNDER_WAY', 'a sentence is being listened to already', 'Wait a few seconds.');

export const noSound = () =>
  new RoomtoneError('SENTENCE_NO_SOUND', 'the microphone gives no sound', 'Open it for a try, or check its cable.');
