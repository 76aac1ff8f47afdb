// The microphone gives chunks of sound and tells how it is. The newest seconds are held; what was lost before a chunk is
// marked on it, so that nothing is ever joined over a gap.
import { SOURCE_STALL_MS } from '../../../shared/limits.ts';
import type { SourceState } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Ring, type RingEntry } from '../../stream/ring.ts';
import { type AudioChunk, CHUNK_MS } from './audio-chunk.ts';
import { CaptureChild, type Spawn } from './capture-child.ts';
import { causeOfEnd } from './end-cause.ts';
import { type MicrophoneSource, microphoneCommand } from './microphone-source.ts';
import { SoundStream } from './sound-stream.ts';
import { CAUSES, type Cause } from './source-life.ts';
import { StreamTimeline } from './stream-timeline.ts';
import { type SupervisedChild, SupervisedSource } from './supervised-source.ts';

/** Four seconds: the ear is never that late unless it is stuck. */
const HELD_CHUNKS = Math.ceil(4_000 / CHUNK_MS);

export interface MicrophoneStatus {
  readonly state: SourceState;
  readonly cause: string | null;
  readonly restarts: number;
}

export interface MicrophoneOptions {
  readonly source: MicrophoneSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly spawn?: Spawn;
  /** Whether the source gives sound, as far as is known; asked where the microphone is the source's. */
  readonly sourceHasSound?: () => boolean;
  /** Told when a chunk can be taken. */
  readonly whenHeard?: () => void;
  readonly whenStatusChanges?: (status: MicrophoneStatus) => void;
}

export class Microphone implements Service {
  readonly name = 'microphone';
  readonly #options: MicrophoneOptions;
  readonly #ring = new Ring<AudioChunk>(HELD_CHUNKS);
  readonly #timeline = new StreamTimeline();
  readonly #sound: SoundStream;
  readonly #supervised: SupervisedSource;

  constructor(options: MicrophoneOptions) {
    const { source, clock, random, log } = options;
    this.#options = options;
    this.#sound = new SoundStream({
      nowMs: () => clock.monotonicMs(),
      timeline: this.#timeline,
      onChunk: (chunk, isSilent) => this.hear(chunk, isSilent && source.kind === 'alsa'),
      onFlood: () => this.#supervised.fault('flood'),
    });
    this.#supervised = new SupervisedSource({
      ...{ name: this.name, clock, random, log, startWithinMs: SOURCE_STALL_MS },
      open: async () => this.#open(),
      whenChanged: () => options.whenStatusChanges?.(this.status()),
    });
  }

  /** Nothing is opened for `none`, which stays idle. */
  async start(): Promise<void> {
    if (this.#options.source.kind !== 'none') await this.#supervised.start();
  }

  async stop(): Promise<void> {
    await this.#supervised.stop();
    for (let held = this.#ring.take(); held !== undefined; held = this.#ring.take()) held.value.samples.fill(0);
    this.#sound.reset();
  }

  status(): MicrophoneStatus {
    const { state, cause, restarts } = this.#supervised.life;
    return { state, cause: cause === null ? null : CAUSES[cause].text, restarts };
  }

  /** The oldest chunk still held; `gap` above 0 when sound is missing before it. Wipe it after use. */
  take(): RingEntry<AudioChunk> | undefined {
    return this.#ring.take();
  }

  counts() {
    return this.#ring.meter.counts();
  }

  /** A chunk from the camera's child, when sound is the source's; or from a child of this microphone's own. */
  hear(chunk: AudioChunk, isSilent = false): void {
    if (isSilent) this.#supervised.stale('silent');
    else this.#supervised.fresh();
    this.#ring.put(chunk);
    this.#options.whenHeard?.();
  }

  unhealthy(): string | null {
    return this.#supervised.unhealthy();
  }

  /** The capture child, for tests that stop or kill it. */
  get childPid(): number | undefined {
    return this.#supervised.childPid;
  }

  #open(): SupervisedChild | Cause {
    const { source, spawn, sourceHasSound } = this.#options;
    this.#sound.reset();
    this.#timeline.reset();
    const command = microphoneCommand(source);
    if (command === null) return sourceHasSound?.() === false ? 'no-sound' : NO_CHILD;
    return new CaptureChild({
      command,
      spawn,
      onBytes: (bytes) => this.#sound.write(bytes),
      onEnd: (end) => this.#supervised.fault(causeOfEnd(end)),
    });
  }
}

/** The sound of the source comes with the camera's child, which the camera keeps. */
const NO_CHILD: SupervisedChild = { stderrBytes: 0, pid: undefined, start: () => {}, kill: async () => {} };
