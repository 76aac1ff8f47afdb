// The camera gives the newest picture of its source and tells how the source is. Pictures live in a few buffers that
// the consumer hands back by `recycle`; all of them are wiped when the camera stops.
import type { SourceState } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Mailbox } from '../../stream/mailbox.ts';
import type { JoinCounts } from '../../stream/meter.ts';
import type { Frame } from '../frame.ts';
import type { AudioChunk } from './audio-chunk.ts';
import { CaptureChild, type Spawn } from './capture-child.ts';
import { captureCommand, PICTURE_MAX } from './capture-command.ts';
import { CaptureSocket } from './capture-socket.ts';
import { causeOfEnd } from './end-cause.ts';
import { prepareOpening } from './opening.ts';
import { type Picture, PictureStream } from './picture-stream.ts';
import { PictureWatch } from './picture-watch.ts';
import { RateGate } from './rate-gate.ts';
import { RateMeter } from './rate-meter.ts';
import { SoundStream } from './sound-stream.ts';
import { isLive, type Source } from './source.ts';
import { CAUSES, type Cause } from './source-life.ts';
import { StreamTimeline } from './stream-timeline.ts';
import { type SupervisedChild, SupervisedSource } from './supervised-source.ts';

/** Opening a sensor takes 1 to 3 s, a network stream up to a key frame or two segments of a playlist. */
const START_LOCAL_MS = 8_000;
const START_NETWORK_MS = 20_000;
export const FPS_DEFAULT = 10;
/**
 * An encoder on a low bit rate repeats blocks that hardly change, so that a still room is the same picture bit by bit until
 * the next key frame; cameras send one every 1 to 20 s. A sensor of our own never gives the same picture twice.
 */
const SAME_NETWORK_MS = 30_000;

export interface CameraStatus {
  readonly state: SourceState;
  readonly cause: string | null;
  readonly restarts: number;
  /** 0 until the first picture. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pictures a second that really came, over the last two seconds. */
  readonly fps: number;
}

export interface CameraOptions {
  readonly source: Source;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly spawn?: Spawn;
  /** Default {@link FPS_DEFAULT}. */
  readonly fps?: number;
  /** Gets the sound of the source, where it has some: chunks on the clock of the frames. */
  readonly onSound?: (chunk: AudioChunk) => void;
  readonly whenStatusChanges?: (status: CameraStatus) => void;
}

export class Camera implements Service {
  readonly name = 'camera';
  /** Newest wins; a displaced frame goes back to the pool by itself. */
  readonly frames: Mailbox<Frame>;
  readonly #options: CameraOptions;
  readonly #supervised: SupervisedSource;
  readonly #rate: RateMeter;
  readonly #pictures: PictureStream;
  readonly #sound: SoundStream;
  readonly #timeline = new StreamTimeline();
  /** Pictures since the child was opened: each is `1 ÷ fps` after the last, because ffmpeg makes it so. */
  #count = 0;
  #watch: PictureWatch;
  #gate = new RateGate();
  #gated = 0;
  #isOccupied = true;
  /** The source was seen to have no sound: the next child is not asked for any. */
  #isMute = false;
  #hasSound = true;

  constructor(options: CameraOptions) {
    const { source, clock, random, log } = options;
    this.#options = options;
    this.frames = new Mailbox((frame) => this.recycle(frame));
    this.#rate = new RateMeter(clock);
    this.#watch = this.#newWatch();
    this.#pictures = new PictureStream({
      onPicture: (picture) => this.#take(picture),
      onFault: (fault) => this.#fault(fault),
      onStarved: () => {
        this.#count += 1;
        this.#supervised.fresh();
      },
    });
    this.#sound = new SoundStream({
      nowMs: () => clock.monotonicMs(),
      timeline: this.#timeline,
      onChunk: (chunk) => options.onSound?.(chunk),
      onFlood: () => this.#fault('flood'),
    });
    this.#supervised = new SupervisedSource({
      ...{ name: this.name, clock, random, log },
      startWithinMs: isNetwork(source) ? START_NETWORK_MS : START_LOCAL_MS,
      open: (attempt) => this.#open(attempt),
      whenChanged: () => options.whenStatusChanges?.(this.status()),
    });
  }

  async start(): Promise<void> {
    await this.#supervised.start();
  }

  async stop(): Promise<void> {
    await this.#supervised.stop();
    this.frames.close();
    this.#pictures.close();
  }

  status(): CameraStatus {
    const { state, cause, restarts } = this.#supervised.life;
    const { widthPx, heightPx } = this.#pictures;
    const text = cause === null ? null : CAUSES[cause].text;
    return { state, cause: text, restarts, widthPx, heightPx, fps: this.#rate.perSecond() };
  }

  /** Gives the frame's buffer back; the frame must not be used afterwards. */
  recycle(frame: Frame): void {
    this.#pictures.recycle(frame.pixels);
  }

  /** While nobody is there and nothing moves, fewer pictures of a live source go on. Occupied until told otherwise. */
  setOccupied(isOccupied: boolean): void {
    this.#isOccupied = isOccupied;
  }

  /**
   * For health: what the rate gate looked at counts as handled, so that the figures of an empty room are those of a full
   * one.
   */
  counts(): JoinCounts {
    const { received, handled, dropped } = this.frames.meter.counts();
    return { received: received + this.#gated, handled: handled + this.#gated, dropped };
  }

  unhealthy(): string | null {
    return this.#supervised.unhealthy();
  }

  /** Whether sound may come of the source, as far as is known; never without `onSound`. */
  get hasSound(): boolean {
    return this.#hasSound;
  }

  /** The capture child, for tests that stop or kill it. */
  get childPid(): number | undefined {
    return this.#supervised.childPid;
  }

  async #open(attempt: number): Promise<SupervisedChild | Cause> {
    const { source, spawn, fps = FPS_DEFAULT } = this.#options;
    const wantsSound = this.#options.onSound !== undefined && !this.#isMute;
    const onBytes = (chunk: Uint8Array) => this.#pictures.write(chunk);
    this.#pictures.reset();
    this.#sound.reset();
    this.#timeline.reset();
    this.#count = 0;
    this.#watch = this.#newWatch();
    this.#gate = new RateGate();
    const onSound = wantsSound ? (bytes: Uint8Array) => this.#sound.write(bytes) : undefined;
    this.#hasSound = wantsSound;
    if (source.kind === 'socket') {
      return new CaptureSocket({ path: source.path, onBytes, onSound, onEnd: (cause) => this.#fault(cause) });
    }
    const opening = await prepareOpening(source, attempt, { spawn });
    if (opening.obstacle !== null) return opening.obstacle;
    const withSound = opening.hasSound && wantsSound;
    this.#hasSound = withSound;
    return new CaptureChild({
      command: captureCommand(opening.source, { ...PICTURE_MAX, fps, withSound }, opening.mode),
      spawn,
      onBytes,
      onSound: withSound ? onSound : undefined,
      onEnd: (end) => this.#fault(causeOfEnd(end)),
    });
  }

  /** A source without sound is opened again without asking for any: its picture is worth more. */
  #fault(cause: Cause): void {
    this.#isMute = cause === 'no-sound';
    if (this.#isMute) this.#hasSound = false;
    this.#supervised.fault(cause);
  }

  #newWatch(): PictureWatch {
    return new PictureWatch(isNetwork(this.#options.source) ? SAME_NETWORK_MS : 0);
  }

  #take(picture: Picture): void {
    const { fps = FPS_DEFAULT, clock } = this.#options;
    const capturedAtMs = this.#timeline.place((this.#count * 1_000) / fps, clock.monotonicMs());
    this.#count += 1;
    const worth = isLive(this.#options.source) ? this.#watch.judge(picture, clock.monotonicMs()) : 'fresh';
    if (worth !== 'fresh') {
      this.#supervised.stale(worth);
      this.#pictures.recycle(picture.pixels);
      return;
    }
    this.#supervised.fresh();
    this.#rate.count();
    if (isLive(this.#options.source) && !this.#gate.passes(this.#watch.luma, capturedAtMs, this.#isOccupied)) {
      this.#gated += 1;
      this.#pictures.recycle(picture.pixels);
      return;
    }
    this.frames.put({ ...picture, capturedAtMs });
  }
}

const isNetwork = ({ kind }: Source) => kind === 'network' || kind === 'socket';
