// Sensing is the camera and the vision worker, alive exactly while the room may be sensed. Frames go from the one through
// the other to the room and the preview, and their buffers come back to the camera.
import { isRoomtoneError } from '../../shared/errors.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/log.ts';
import type { Camera, CameraStatus } from './capture/camera.ts';
import type { Frame } from './frame.ts';
import type { VisionWorker } from './inference/vision-worker.ts';
import type { Observation } from './observation.ts';
import type { VisionModels } from './vision/create-stage.ts';
import type { Explanation, PicturePoint } from './vision/explain.ts';
import { WhileAllowed } from './while-allowed.ts';

export interface SensingOptions {
  readonly maySense: () => boolean;
  /** Names the models that are wanted: camera and vision are opened anew when it changes. Default: always the same. */
  readonly wanted?: () => string;
  readonly openCamera: () => Camera;
  readonly openVision: () => VisionWorker;
  /** Called for each frame that was looked at; its memory is used again right after. */
  readonly onObservation: (observation: Observation, frame: Frame) => void;
  readonly log: Logger;
}

interface Running {
  readonly camera: Camera;
  readonly vision: VisionWorker;
  readonly flow: Promise<void>;
}

const IDLE: CameraStatus = { state: 'idle', cause: null, restarts: 0, widthPx: 0, heightPx: 0, fps: 0 };
/** A picture comes many times a second. */
const EXPLAIN_MS = 3_000;
const never = new AbortController().signal;

export class Sensing implements Service {
  readonly name = 'sensing';
  readonly #options: SensingOptions;
  readonly #switch: WhileAllowed<Running>;
  #asked: { readonly at: PicturePoint; readonly settle: (explanation: Explanation | null) => void } | null = null;

  constructor(options: SensingOptions) {
    this.#options = options;
    this.#switch = new WhileAllowed({
      isAllowed: options.maySense,
      ...(options.wanted === undefined ? {} : { form: options.wanted }),
      open: () => this.#open(),
      close: (running) => this.#close(running),
      onRetryFailed: (error) => options.log.error({ err: error }, 'sensing cannot start'),
    });
  }

  /** `idle` while nothing is sensed. */
  camera(): CameraStatus {
    return this.#switch.opened?.camera.status() ?? IDLE;
  }

  /** Whether sound may come with the pictures, as far as is known. */
  sourceHasSound(): boolean {
    return this.#switch.opened?.camera.hasSound ?? true;
  }

  /** The models that run, or null while none does. */
  models(): VisionModels | null {
    return this.#switch.opened?.vision.models() ?? null;
  }

  inferenceRestarts(): number {
    return this.#switch.opened?.vision.restarts ?? 0;
  }

  /** Pictures from the camera since it was opened. */
  framesReceived(): number {
    return this.#switch.opened?.camera.counts().received ?? 0;
  }

  /** @throws RoomtoneError when the models cannot be loaded */
  start(): Promise<void> {
    return this.apply();
  }

  stop(): Promise<void> {
    return this.#switch.stop();
  }

  unhealthy(): string | null {
    const { camera, vision } = this.#switch.opened ?? {};
    return camera?.unhealthy() ?? vision?.unhealthy() ?? null;
  }

  /** Starts or stops as the room now allows. */
  apply(): Promise<void> {
    return this.#switch.apply();
  }

  /**
   * Why the face at `at` is read as it is, of the next picture in which it was detected: a sweep looks at parts of the
   * picture in turn. Null where there is none in time.
   */
  explain(at: PicturePoint): Promise<Explanation | null> {
    this.#asked?.settle(null);
    return new Promise((resolve) => {
      const asked = {
        at,
        settle: (explanation: Explanation | null) => {
          clearTimeout(timer);
          if (this.#asked === asked) this.#asked = null;
          resolve(explanation);
        },
      };
      const timer = setTimeout(() => asked.settle(null), EXPLAIN_MS);
      this.#asked = asked;
    });
  }

  async #open(): Promise<Running> {
    const vision = this.#options.openVision();
    await vision.start(never);
    const camera = this.#options.openCamera();
    await camera.start();
    return { camera, vision, flow: this.#flow(camera, vision) };
  }

  async #close({ camera, vision, flow }: Running): Promise<void> {
    try {
      await camera.stop();
    } finally {
      await Promise.all([flow, vision.stop()]); // vision gives its last frame back, or gives it up, within its own limit
    }
  }

  async #flow(camera: Camera, vision: VisionWorker): Promise<void> {
    for await (const frame of camera.frames) {
      const returned = await this.#look(frame, camera, vision);
      if (returned.pixels.length > 0) camera.recycle(returned);
    }
  }

  /** The frame in the memory that came back; empty when inference was lost with it. */
  async #look(frame: Frame, camera: Camera, vision: VisionWorker): Promise<Frame> {
    try {
      const asked = this.#asked;
      const looked = await vision.handle(frame, asked?.at);
      if (looked.explanation !== null) asked?.settle(looked.explanation);
      camera.setOccupied(looked.observation.tracks.length > 0);
      this.#options.onObservation(looked.observation, looked.frame);
      return looked.frame;
    } catch (error) {
      const code = isRoomtoneError(error) ? error.code : 'INTERNAL';
      this.#options.log.debug({ code, err: error }, 'a picture was dropped');
      return frame;
    }
  }
}
