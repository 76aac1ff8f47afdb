// A room on a real disk with fake time: people walk in, windows come out.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../device/runtime/clock.ts';
import { createLog, type Logger } from '../../../device/runtime/log.ts';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { Room, type SourceCondition } from '../../../device/sense/privacy/room.ts';
import { INITIAL_PRIVACY_SETTINGS, type PrivacySettings } from '../../../shared/privacy-settings.ts';
import type { ClockState } from '../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { FakeClock } from '../../unit/privacy/fake-clock.ts';
import { frameOf } from '../../unit/privacy/people.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';
import { DIGEST, NOON } from '../../unit/privacy/window-request.ts';

export const DEMO_SOURCE: SourceCondition = { live: false, camera: 'running', microphone: null };
export const LIVE_SOURCE: SourceCondition = { live: true, camera: 'running', microphone: 'running' };
const SILENT = createLog('test', 'silent');

/** A clock that a crashed program no longer has: its sleepers never wake. */
class ProcessClock implements Clock {
  readonly #clock: Clock;
  isDead = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  state(): ClockState {
    return this.#clock.state();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, signal);
    if (this.isDead) await new Promise(() => {});
  }
}

export interface HarnessOptions {
  readonly wallMs?: number;
  readonly seed?: string;
  readonly settings?: PrivacySettings;
  readonly source?: SourceCondition;
  readonly log?: Logger;
}

export class Harness {
  stateFolder: string;
  readonly #folders: string[] = [];
  readonly clock: FakeClock;
  settings: PrivacySettings;
  source: SourceCondition;
  /** Each time the room said that it may, or may no longer, be sensed. */
  readonly announced: boolean[] = [];
  readonly #random: SeededRandom;
  readonly #log: Logger;
  #process: ProcessClock;
  room: Room;

  constructor(stateFolder: string, options: HarnessOptions) {
    this.stateFolder = stateFolder;
    this.clock = new FakeClock(options.wallMs ?? NOON);
    this.settings = options.settings ?? INITIAL_PRIVACY_SETTINGS;
    this.source = options.source ?? DEMO_SOURCE;
    this.#random = new SeededRandom(options.seed ?? 'room');
    this.#log = options.log ?? SILENT;
    this.#process = new ProcessClock(this.clock);
    this.room = this.#newRoom();
  }

  static async create(options: HarnessOptions = {}): Promise<Harness> {
    return new Harness(await mkdtemp(join(tmpdir(), 'roomtone-privacy-')), options);
  }

  /** A new sense on the same disk, after a stop. */
  renew(): Room {
    this.#process = new ProcessClock(this.clock);
    this.room = this.#newRoom();
    return this.room;
  }

  /** The program is gone from one instruction to the next: the following one finds the disk as it was just then. */
  crash(): void {
    this.#process.isDead = true;
    this.#folders.push(this.stateFolder);
    this.stateFolder = imageOf(this.stateFolder);
  }

  /** Lets `seconds` pass with `tracks` in every frame, `fps` frames a second; `beganMs` is when that begins. */
  async show(seconds: number, tracks: (atMs: number, beganMs: number) => readonly TrackObservation[], fps = 5) {
    const beganMs = this.clock.monotonicMs();
    for (let frame = 0; frame < seconds * fps; frame += 1) {
      this.room.observe(frameOf(this.clock.monotonicMs(), tracks(this.clock.monotonicMs(), beganMs)));
      await this.clock.advance(1_000 / fps);
    }
  }

  /** Everything released and not yet taken, parsed as link would, and acknowledged. */
  async windows(): Promise<WindowMessage[]> {
    await this.settle();
    const records = await this.room.releases(4_096, 0);
    await this.room.acknowledge(records);
    return records.map(({ payload }) => windowSchema.parse(JSON.parse(payload)));
  }

  /** Waits until everything that was released is on the disk. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 400; turn += 1) {
      const ready = (await this.room.releases(4_096, 0)).length;
      if (ready === this.room.status().releasesPending) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('releases did not reach the disk');
  }

  async end(): Promise<void> {
    await this.room.stop();
    for (const folder of [...this.#folders, this.stateFolder]) await rm(folder, { recursive: true, force: true });
  }

  #newRoom(): Room {
    return new Room({
      identity: { device: 'r-test' },
      settings: { current: () => this.settings },
      clock: this.#process,
      random: this.#random,
      stateFolder: this.stateFolder,
      models: () => ({ 'face-detector': DIGEST, 'face-emotion': DIGEST }),
      source: () => this.source,
      onSensing: (maySense) => this.announced.push(maySense),
      log: this.#log,
    });
  }
}

/** A copy of `folder` as it is. A write that is under way may rename a file from under the copy: then once more. */
function imageOf(folder: string, attempts = 20): string {
  const image = mkdtempSync(join(tmpdir(), 'roomtone-privacy-'));
  try {
    cpSync(folder, image, { recursive: true });
    return image;
  } catch (error) {
    rmSync(image, { recursive: true, force: true });
    if (attempts === 1) throw error;
    return imageOf(folder, attempts - 1);
  }
}
