// What sense tells of itself: status to the console, birth and health to link. States, counts and coarse rates, nothing
// that follows the people in the room.
import type { SenseBirth, SenseHealth } from '../../shared/messages.ts';
import type { SenseStatus } from '../../shared/sense-api.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { LoopDelay } from '../runtime/loop-delay.ts';
import type { Aiming } from './aiming/aiming.ts';
import { labelOf, type Source } from './capture/source.ts';
import type { Hearing } from './hearing.ts';
import type { Room } from './privacy/room.ts';
import type { Sensing } from './sensing.ts';
import type { SpeechModels } from './speech/speech-worker.ts';

export interface SelfReportOptions {
  readonly source: Source;
  /** Whether picture or sound are of now. */
  readonly live: boolean;
  readonly room: Pick<Room, 'status' | 'birth'>;
  /** What looks through the camera now. */
  readonly sensing: () => Sensing;
  readonly aiming: Pick<Aiming, 'status'>;
  readonly hearing: Hearing;
  /** Digest of the fusion's weights while faces and voices are fused. */
  readonly fusion: () => string | null;
  /** Whether a microphone is set up and wanted. */
  readonly mayListen: () => boolean;
  readonly loopDelay: LoopDelay;
}

const COARSE_FPS = 5;
const BYTES_PER_MB = 1024 * 1024;

export class SelfReport implements Service {
  readonly name = 'self report';
  readonly #options: SelfReportOptions;

  constructor(options: SelfReportOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#options.loopDelay.start();
  }

  async stop(): Promise<void> {
    this.#options.loopDelay.stop();
  }

  /** To the console. */
  status(): SenseStatus {
    const { source, live, room, sensing, aiming } = this.#options;
    const { releasesPending, releasesDropped, spentMilli, capMilli, ...status } = room.status();
    const { state, cause, widthPx, heightPx, fps } = sensing().camera();
    const described = { label: labelOf(source), live, state, cause, widthPx, heightPx };
    return { ...status, source: described, fps, aiming: aiming.status() };
  }

  /** To link, which publishes it. */
  birth(): SenseBirth {
    return { ...this.#options.room.birth(), models: this.digests(), providers: this.#providers() };
  }

  /** Digests of the models that run, by task. */
  digests(): SenseBirth['models'] {
    const { sensing, hearing, fusion } = this.#options;
    const fused = fusion();
    const spoken = fused === null ? {} : { fusion: fused };
    return { ...sensing().models()?.digests, ...ofSpeech(hearing.models(), ({ digest }) => digest), ...spoken };
  }

  #providers(): SenseBirth['providers'] {
    const { sensing, hearing } = this.#options;
    return { ...sensing().models()?.providers, ...ofSpeech(hearing.models(), ({ provider }) => provider) };
  }

  #sources(): SenseHealth['sources'] {
    const { sensing, hearing, mayListen } = this.#options;
    const { state, cause, restarts } = sensing().camera();
    const camera = { kind: 'camera', state, cause, restarts } as const;
    return mayListen() ? [camera, { kind: 'microphone', ...hearing.microphone() }] : [camera];
  }

  /** To link, which publishes it. */
  health(): SenseHealth {
    const { room, loopDelay } = this.#options;
    const sensing = this.#options.sensing();
    return {
      sources: this.#sources(),
      fpsStep: fpsStep(sensing.camera().fps),
      framesReceived: coarse(sensing.framesReceived()),
      inferenceRestarts: sensing.inferenceRestarts(),
      releasesPending: room.status().releasesPending,
      providers: this.#providers(),
      rssMb: Math.round(process.memoryUsage.rss() / BYTES_PER_MB),
      loopDelayP99Ms: loopDelay.p99Ms(),
    };
  }
}

function ofSpeech(speech: SpeechModels | null, read: (loaded: Pick<SpeechModels, 'digest' | 'provider'>) => string) {
  if (speech === null) return {};
  const emotion = speech.emotion === null ? {} : { 'speech-emotion': read(speech.emotion) };
  return { 'voice-activity': read(speech), ...emotion };
}

/** Frames a second in steps of 5, so that a rate that follows motion tells nothing; under 3 reads 1. */
export function fpsStep(fps: number): number {
  if (fps <= 0) return 0;
  return Math.max(1, Math.min(60, Math.round(fps / COARSE_FPS) * COARSE_FPS));
}

/** Two significant digits. What was handled or dropped is not told: where inference is slow, people move it. */
const coarse = (count: number) => Number(count.toPrecision(2));
