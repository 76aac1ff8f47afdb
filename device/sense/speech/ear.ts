// The ear listens to a microphone and gives whole utterances. It never waits for the microphone and never lets it wait:
// what it is too slow for is dropped there and marked. Every sample is wiped once its utterance has been handed on.
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { RingEntry } from '../../stream/ring.ts';
import { type AudioChunk, CHUNK_MS, CHUNK_SAMPLES } from '../capture/audio-chunk.ts';
import {
  AUDIBLE_ABOVE_NOISE_DB,
  INAUDIBLE_DB,
  loudnessDb,
  NoiseFloor,
  type SoundQuality,
  soundQuality,
} from './sound-quality.ts';
import {
  ended,
  PRE_ROLL_CHUNKS,
  quiet,
  stepUtterance,
  type UtteranceAct,
  type UtteranceState,
  type UtteranceThresholds,
} from './utterance-plan.ts';

export interface Utterance {
  /** 16 kHz, mono, −1 to 1; wiped when the listener has settled. */
  readonly samples: Float32Array<ArrayBuffer>;
  /** Monotonic milliseconds, on the clock of the frames. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly quality: SoundQuality;
}

/** What the ear needs of a microphone. */
export interface SoundInlet {
  take(): RingEntry<AudioChunk> | undefined;
}

/** What the ear needs of the speech worker. */
export interface VoiceDetector {
  /** The probability of speech in each chunk of `samples`, whose memory is given away. */
  hear(samples: Float32Array<ArrayBuffer>, isAfterGap: boolean): Promise<readonly number[]>;
}

export interface EarOptions {
  readonly inlet: SoundInlet;
  readonly detector: VoiceDetector;
  readonly thresholds: () => UtteranceThresholds;
  readonly onUtterance: (utterance: Utterance) => Promise<void> | void;
  /** Told of each chunk, for the meter. */
  readonly onLevel?: (level: HeardLevel) => void;
  readonly log: Logger;
}

export interface HeardLevel {
  readonly levelDb: number;
  readonly noiseDb: number;
  /** Within an utterance. */
  readonly isSpeaking: boolean;
}

/** Chunks are dated to the millisecond; more than this between two is missing sound. */
const GAP_MS = CHUNK_MS * 1.5;
/** Asked about at once, a quarter of a second: to wake the model's thread costs more than the model does. */
const ASKED_CHUNKS = 8;

interface Waiting {
  readonly chunk: AudioChunk;
  readonly isAfterGap: boolean;
}

export class Ear implements Service {
  readonly name = 'ear';
  readonly #options: EarOptions;
  readonly #noise = new NoiseFloor();
  #state: UtteranceState = quiet;
  /** Before an utterance: what may become its beginning. In one: all of it. */
  #chunks: AudioChunk[] = [];
  /** Until there are enough to ask about; only the first may follow a gap. */
  #waiting: Waiting[] = [];
  #expectedAtMs = Number.NaN;
  #levelDb = Number.NEGATIVE_INFINITY;
  #isAfterLoss = false;
  #hasSaidLoss = false;
  /** The last chunk was too quiet to be worth the model's time. */
  #isModelBehind = false;
  #draining: Promise<void> | undefined;
  /** Of those who wait for the utterance to be cut off. */
  #cuts: (() => void)[] = [];
  #isOpen = false;
  #lost = 0;

  constructor(options: EarOptions) {
    this.#options = options;
  }

  /** Loudness of the last chunk in dB below full scale, for the meter. */
  get levelDb(): number {
    return this.#levelDb;
  }

  /** Chunks that no model could hear. */
  get lost(): number {
    return this.#lost;
  }

  async start(): Promise<void> {
    this.#isOpen = true;
    this.listen();
  }

  /** An utterance that is being spoken is not finished: it is forgotten. */
  async stop(): Promise<void> {
    this.#isOpen = false;
    await this.#draining;
    this.#forget(0);
    for (const { chunk } of this.#waiting.splice(0)) chunk.samples.fill(0);
    this.#state = quiet;
    this.#expectedAtMs = Number.NaN;
    for (const isCut of this.#cuts.splice(0)) isCut();
  }

  /** Ends the utterance that is being spoken, as a pause would. Resolves with the next chunks, when it was handed on. */
  cut(): Promise<void> {
    return new Promise((resolve) => this.#cuts.push(resolve));
  }

  /** Call it when the microphone has a chunk; it takes all that there are. */
  listen(): void {
    if (!this.#isOpen) return;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async #drain(): Promise<void> {
    for (let entry = this.#options.inlet.take(); entry !== undefined; entry = this.#options.inlet.take()) {
      if (this.#isOpen) await this.#hear(entry);
      else entry.value.samples.fill(0);
    }
  }

  async #hear({ value, gap }: RingEntry<AudioChunk>): Promise<void> {
    const isAfterGap = gap > 0 || this.#isAfterLoss || !(Math.abs(value.capturedAtMs - this.#expectedAtMs) < GAP_MS);
    this.#isAfterLoss = false;
    this.#expectedAtMs = value.capturedAtMs + CHUNK_MS;
    this.#levelDb = loudnessDb(value.samples);
    this.#noise.hear(this.#levelDb);
    if (isAfterGap) await this.#ask();
    await this.#judge({ chunk: value, isAfterGap });
    this.#tellLevel();
  }

  #tellLevel(): void {
    const isSpeaking = this.#state.kind === 'speaking';
    this.#options.onLevel?.({ levelDb: this.#levelDb, noiseDb: this.#noise.db, isSpeaking });
  }

  async #judge(waiting: Waiting): Promise<void> {
    if (this.#waiting.length === 0 && this.#isStill()) {
      this.#isModelBehind = true;
      return this.#step(waiting, 0);
    }
    this.#waiting.push(waiting);
    if (this.#waiting.length === ASKED_CHUNKS) await this.#ask();
  }

  /** Asks the model about what waits. What it was lost with is gone, and what follows does not follow on what was. */
  async #ask(): Promise<void> {
    const asked = this.#waiting.splice(0);
    const [first] = asked;
    if (first === undefined) return;
    try {
      const samples = joined(asked.map(({ chunk }) => chunk));
      const probabilities = await this.#options.detector.hear(samples, first.isAfterGap || this.#isModelBehind);
      this.#hasSaidLoss = false;
      this.#isModelBehind = false;
      for (const [index, waiting] of asked.entries()) await this.#step(waiting, probabilities[index] ?? 0);
    } catch (error) {
      for (const { chunk } of asked) chunk.samples.fill(0);
      this.#lost += asked.length;
      if (!this.#hasSaidLoss) this.#options.log.warn({ err: error }, 'sound was not heard');
      this.#hasSaidLoss = true;
      this.#isAfterLoss = true;
    }
  }

  async #step({ chunk, isAfterGap }: Waiting, probability: number): Promise<void> {
    if (this.#cuts.length > 0) await this.#cutOff(chunk);
    if (isAfterGap && this.#state.kind === 'quiet') this.#forget(0);
    const facts = { probability, isAfterGap, held: this.#chunks.length };
    const step = stepUtterance(this.#state, facts, this.#options.thresholds());
    this.#state = step.state;
    for (const act of step.acts) await this.#perform(act, chunk);
  }

  async #cutOff(chunk: AudioChunk): Promise<void> {
    const state = this.#state;
    this.#state = quiet;
    if (state.kind === 'speaking') await this.#perform(ended(state), chunk);
    for (const isCut of this.#cuts.splice(0)) isCut();
  }

  /** No louder than the room itself: the model, the dearest part of the ear, is not asked. */
  #isStill(): boolean {
    if (this.#levelDb < INAUDIBLE_DB) return true;
    return this.#state.kind === 'quiet' && this.#levelDb < this.#noise.db + AUDIBLE_ABOVE_NOISE_DB;
  }

  async #perform(act: UtteranceAct, chunk: AudioChunk): Promise<void> {
    switch (act.kind) {
      case 'hold':
        this.#chunks.push(chunk);
        this.#forget(PRE_ROLL_CHUNKS);
        return;
      case 'begin':
      case 'keep':
        this.#chunks.push(chunk);
        return;
      case 'end':
        await this.#give(act.chunks);
        return;
      case 'discard':
        this.#forget(0);
        return;
      default:
        act satisfies never;
    }
  }

  async #give(count: number): Promise<void> {
    const chunks = this.#chunks.slice(0, count);
    const first = chunks[0];
    if (first === undefined) return;
    const samples = joined(chunks);
    this.#forget(0);
    const { capturedAtMs: startedAtMs } = first;
    const endedAtMs = startedAtMs + chunks.length * CHUNK_MS;
    const { onUtterance, log } = this.#options;
    try {
      await onUtterance({
        samples,
        startedAtMs,
        endedAtMs,
        quality: soundQuality(samples, this.#noise.db),
      });
    } catch (error) {
      log.error({ err: error }, 'an utterance was not taken');
    } finally {
      samples.fill(0);
    }
  }

  /** Wipes all but the newest `kept` chunks. */
  #forget(kept: number): void {
    while (this.#chunks.length > kept) this.#chunks.shift()?.samples.fill(0);
  }
}

function joined(chunks: readonly AudioChunk[]): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(chunks.length * CHUNK_SAMPLES);
  for (const [index, chunk] of chunks.entries()) samples.set(chunk.samples, index * CHUNK_SAMPLES);
  return samples;
}
