// A room on a real disk with fake time: people walk in, windows come out.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../../device/runtime/log.ts';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { Room, type SourceCondition } from '../../../device/sense/privacy/room.ts';
import { INITIAL_PRIVACY_SETTINGS, type PrivacySettings } from '../../../shared/privacy-settings.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { FakeClock } from '../../unit/privacy/fake-clock.ts';
import { frameOf } from '../../unit/privacy/people.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';

export const DIGEST = `sha256:${'a'.repeat(64)}`;
export const NOON = Date.UTC(2026, 10, 23, 12);
const SILENT = createLog('test', 'silent');

export class Harness {
  readonly stateFolder: string;
  readonly clock: FakeClock;
  settings: PrivacySettings = INITIAL_PRIVACY_SETTINGS;
  source: SourceCondition = { live: false, camera: 'running', microphone: null };
  readonly #random: SeededRandom;
  room: Room;

  constructor(stateFolder: string, clock: FakeClock, random: SeededRandom) {
    this.stateFolder = stateFolder;
    this.clock = clock;
    this.#random = random;
    this.room = this.#newRoom();
  }

  static async create(wallMs = NOON, seed = 'room'): Promise<Harness> {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-privacy-'));
    return new Harness(folder, new FakeClock(wallMs), new SeededRandom(seed));
  }

  /** A new sense on the same disk, as after a restart. */
  renew(): Room {
    this.room = this.#newRoom();
    return this.room;
  }

  /** Lets `seconds` pass with `tracks` in every frame, five frames a second; `firstSeenMs` is when that begins. */
  async show(seconds: number, tracks: (atMs: number, beganMs: number) => readonly TrackObservation[]): Promise<void> {
    const beganMs = this.clock.monotonicMs();
    for (let frame = 0; frame < seconds * 5; frame += 1) {
      this.room.observe(frameOf(this.clock.monotonicMs(), tracks(this.clock.monotonicMs(), beganMs)));
      await this.clock.advance(200);
    }
  }

  /** Everything released and not yet taken, parsed as link would, and acknowledged. */
  async windows(): Promise<WindowMessage[]> {
    await this.settle();
    const records = await this.room.releases(100, 0);
    await this.room.acknowledge(records);
    return records.map(({ payload }) => windowSchema.parse(JSON.parse(payload)));
  }

  /** Waits for the disk. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 200 && this.room.status().releasesPending > (await this.#ready()); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async end(): Promise<void> {
    await this.room.stop();
    await rm(this.stateFolder, { recursive: true, force: true });
  }

  async #ready(): Promise<number> {
    return (await this.room.releases(4_096, 0)).length;
  }

  #newRoom(): Room {
    return new Room({
      identity: { device: 'r-test' },
      settings: { current: () => this.settings },
      clock: this.clock,
      random: this.#random,
      stateFolder: this.stateFolder,
      models: () => ({ 'face-detector': DIGEST, 'face-emotion': DIGEST }),
      source: () => this.source,
      log: SILENT,
    });
  }
}
