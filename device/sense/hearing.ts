// Hearing is the microphone, the speech worker and the ear between them, alive exactly while the room may be heard.
// Sound becomes utterances in here, and utterances readings; what goes on is how loud one was and how it sounded.
import type { Sentence } from '../../shared/sentence.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/log.ts';
import type { AudioChunk } from './capture/audio-chunk.ts';
import type { Microphone, MicrophoneStatus } from './capture/microphone.ts';
import type { HeardLevel, Utterance } from './speech/ear.ts';
import { Ear } from './speech/ear.ts';
import { noSound, SentenceTrial } from './speech/sentence-trial.ts';
import { SoundMeter } from './speech/sound-meter.ts';
import type { SpeechModels, SpeechWorker } from './speech/speech-worker.ts';
import { soundFlawsOf, type VoiceReading, voiceReadingOf } from './speech/voice-reading.ts';
import { WhileAllowed } from './while-allowed.ts';

export interface HearingOptions {
  readonly mayHear: () => boolean;
  /** `whenHeard` is to be called for each chunk that can be taken. */
  readonly openMicrophone: (whenHeard: () => void) => Microphone;
  readonly openSpeech: () => SpeechWorker;
  /** Whether utterances may be read for emotion now, where the models allow it. */
  readonly mayRead: () => boolean;
  /** Told of each utterance, read or not. */
  readonly onVoice: (reading: VoiceReading) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Running {
  readonly microphone: Microphone;
  readonly speech: SpeechWorker;
  readonly ear: Ear;
}

const IDLE: MicrophoneStatus = { state: 'idle', cause: null, restarts: 0 };
const never = new AbortController().signal;

export class Hearing implements Service {
  readonly name = 'hearing';
  readonly #meter = new SoundMeter();
  readonly #trial: SentenceTrial;
  readonly #options: HearingOptions;
  readonly #switch: WhileAllowed<Running>;
  #idle = IDLE;

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#trial = new SentenceTrial(options.clock);
    this.#switch = new WhileAllowed({
      isAllowed: options.mayHear,
      open: () => this.#open(),
      close: (running) => this.#close(running),
      onRetryFailed: (error) => this.#fail(error),
    });
  }

  microphone(): MicrophoneStatus {
    return this.#switch.opened?.microphone.status() ?? this.#idle;
  }

  models(): SpeechModels | null {
    return this.#switch.opened?.speech.models() ?? null;
  }

  /** What the meter shows now. */
  measured() {
    return this.#meter.measured(this.#options.clock.monotonicMs());
  }

  /**
   * Listens for five seconds to what is heard anyway, and tells what was made of it; read where a model is loaded.
   * @throws RoomtoneError `SENTENCE_UNDER_WAY`, `SENTENCE_NO_SOUND`
   */
  async trySentence(): Promise<Sentence> {
    const { opened } = this.#switch;
    if (opened === undefined || this.microphone().state !== 'running') throw noSound();
    return this.#trial.run(() => opened.ear.cut(), opened.speech.models().emotion?.digest ?? null);
  }

  /** Sound that came with the picture of the camera. */
  hear(chunk: AudioChunk): void {
    this.#switch.opened?.microphone.hear(chunk);
  }

  start(): Promise<void> {
    return this.apply();
  }

  stop(): Promise<void> {
    return this.#switch.stop();
  }

  unhealthy(): string | null {
    const { microphone, speech } = this.#switch.opened ?? {};
    return microphone?.unhealthy() ?? speech?.unhealthy() ?? null;
  }

  /** Starts or stops as the room now allows. The room is seen although it cannot be heard: a failure is a state. */
  async apply(): Promise<void> {
    this.#idle = IDLE;
    await this.#switch.apply().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#idle = { state: 'failed', cause: 'its model cannot be loaded', restarts: 0 };
    this.#options.log.error({ err: error }, 'hearing cannot start');
  }

  async #open(): Promise<Running> {
    const { openMicrophone, openSpeech, log } = this.#options;
    const speech = openSpeech();
    await speech.start(never);
    const microphone = openMicrophone(() => ear.listen());
    const thresholds = () => speech.models().thresholds;
    const ear: Ear = new Ear({ inlet: microphone, detector: speech, thresholds, ...this.#listeners(speech), log });
    await ear.start();
    await microphone.start();
    return { microphone, speech, ear };
  }

  #listeners(speech: SpeechWorker) {
    const { onVoice, clock } = this.#options;
    return {
      onLevel: (level: HeardLevel) => this.#meter.hearLevel(level, clock.monotonicMs()),
      onUtterance: async (utterance: Utterance) => {
        this.#meter.hearUtterance(utterance);
        const reading = await this.#read(speech, utterance);
        this.#trial.hear(reading, utterance.quality, speech.models().emotion?.thresholds ?? null);
        onVoice(reading);
      },
    };
  }

  /** An utterance that the model was lost with was spoken all the same. */
  async #read(speech: SpeechWorker, utterance: Utterance): Promise<VoiceReading> {
    const thresholds = speech.models().emotion?.thresholds ?? null;
    const isWorthReading =
      thresholds !== null &&
      (this.#trial.isOn || this.#options.mayRead()) &&
      soundFlawsOf(utterance.quality, thresholds.signalToNoiseDb).length === 0;
    const read = isWorthReading
      ? await speech.read(utterance.samples).catch((error: unknown) => this.#missed(error))
      : null;
    return voiceReadingOf(utterance, read, thresholds);
  }

  #missed(error: unknown): null {
    this.#options.log.warn({ err: error }, 'an utterance was not read');
    return null;
  }

  async #close({ microphone, speech, ear }: Running): Promise<void> {
    this.#trial.end();
    await microphone.stop();
    await ear.stop();
    await speech.stop();
    this.#meter.forget();
  }
}
