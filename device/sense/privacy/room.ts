// The room: observations in, released windows out. It opens and closes windows on time whether or not frames come,
// decides each exactly once, and hands on only what the release store has made durable.
import { isDeepStrictEqual } from 'node:util';
import type { Identity } from '../../../shared/identity.ts';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import type { ReleaseRecord } from '../../../shared/sense-api.ts';
import type { FeedbackTap, Mood, SourceState, Task } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import {
  type ClosedWindow,
  endOf,
  type Moment,
  type OpenWindow,
  reduceWindow,
  spanAt,
  type WindowEvent,
} from '../aggregate/window-plan.ts';
import type { Observation } from '../observation.ts';
import { onDay, spentOf } from './ledger.ts';
import { refusalsOf } from './refusals.ts';
import { releaseWindow } from './release.ts';
import { pollReleases } from './release-poll.ts';
import { type ReleaseKey, ReleaseStore } from './release-store.ts';
import { type RoomBirth, type RoomStatus, roomBirth, secondsLeft, settingsStatus } from './room-status.ts';
import { RoomWindow } from './room-window.ts';
import { refusalOf, type Terms, termsOf } from './terms.ts';

/** How often the clock, the source and the settings are looked at. */
const CHECK_MS = 1_000;

export interface SourceCondition {
  /** False for a replayed clip, which has the context `demo` and is nobody's room. */
  readonly live: boolean;
  readonly camera: SourceState;
  /** Null where no microphone is set up. */
  readonly microphone: SourceState | null;
  /** Somebody aims the camera: nothing is counted. Default false. */
  readonly isAimed?: boolean;
}

export interface RoomOptions {
  readonly identity: Pick<Identity, 'device'>;
  readonly settings: { current(): PrivacySettings };
  readonly clock: Clock;
  readonly random: Random;
  readonly stateFolder: string;
  /** Digests (`sha256:…`) of the models that run, by task. */
  readonly models: () => Readonly<Partial<Record<Task, string>>>;
  readonly source: () => SourceCondition;
  /** Threshold of the emotion model (manifest, `unsureBelow`). Default 0. */
  readonly unsureBelow?: () => number;
  /** The same of the gender model. */
  readonly genderUnsureBelow?: () => number;
  /** Told when the room may be sensed from now on, or no longer: hours, notice, claim. */
  readonly onSensing?: (maySense: boolean) => void;
  readonly log: Logger;
}

export class Room implements Service {
  readonly name = 'room';
  readonly #options: RoomOptions;
  readonly #store: ReleaseStore;
  #window: RoomWindow | undefined;
  #isOpen = false;
  #announced: boolean | undefined;
  #seq = 0;
  /** Monotonic milliseconds before which no window opens: the rest of a window that was already decided. */
  #quietUntilMs = 0;
  /** Monotonic milliseconds up to which the ledger knows that sense has run. */
  #agedAtMs = 0;
  #ending = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#store = new ReleaseStore(options.stateFolder, options.log);
  }

  /** @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW` */
  async start(): Promise<void> {
    await this.#store.open();
    this.#ending = new AbortController();
    this.#seq = 0;
    this.#agedAtMs = this.#now().monotonicMs;
    this.#quietUntilMs = this.#restOfDecidedWindow();
    this.#isOpen = true;
    this.tick();
    this.#loop = this.#checkUntilStopped(this.#ending.signal);
  }

  /**
   * Closes the open window, incomplete, and waits until it is on the disk. One that is less than half over is not drawn:
   * a restart would have to keep quiet for the rest of it.
   */
  async stop(): Promise<void> {
    if (!this.#isOpen) return;
    this.tick();
    this.#isOpen = false;
    this.#ending.abort();
    const at = this.#now();
    this.#step({ kind: 'close', at }, this.#window !== undefined && isHardlyBegun(this.#window.plan, at));
    await this.#loop;
    await this.#store.flush();
  }

  /** Counts one frame, unless the room may not be sensed. */
  observe(observation: Observation): void {
    if (!this.#isOpen) return;
    this.#advance();
    this.#window?.observe(observation);
  }

  /** Counts one utterance that ended at `atMs` (monotonic), as one of its minute's. */
  hear(mood: Mood, atMs: number): void {
    if (!this.#isOpen) return;
    this.#advance();
    this.#window?.hear(mood, atMs);
  }

  /** Counts a tap at the kiosk; false when taps are off or one was counted a moment ago. */
  tap(tap: FeedbackTap): boolean {
    if (!this.#isOpen) return false;
    this.#advance();
    return this.#window?.tap(tap, this.#now().monotonicMs) ?? false;
  }

  /** One look at clock, settings and source. It runs by itself; call it after a change of settings to save a second. */
  tick(): void {
    if (!this.#isOpen) return;
    this.#advance();
    this.#window?.check(this.#options.source().camera);
    this.#announce();
    void this.#store.flush();
  }

  /** Durable releases, oldest first; waits up to `waitMs` for the first. */
  releases(limit: number, waitMs: number, signal?: AbortSignal): Promise<ReleaseRecord[]> {
    const ends = [this.#ending.signal, ...(signal === undefined ? [] : [signal])];
    return pollReleases(this.#store, this.#options.clock, { limit, waitMs, ends });
  }

  acknowledge(keys: readonly ReleaseKey[]): Promise<number> {
    return this.#store.acknowledge(keys);
  }

  /** Part of a factory reset: releases go, the ledger of the day stays. */
  async reset(): Promise<void> {
    this.tick();
    await this.#store.reset();
  }

  status(): RoomStatus {
    const terms = this.#terms();
    const capMilli = terms?.capMilli ?? null;
    return {
      ...settingsStatus(this.#options.settings.current(), terms),
      sensing: this.#maySense(terms),
      windowEndsInSeconds: this.#window === undefined ? null : secondsLeft(this.#window.plan, this.#now()),
      releasesPending: this.#store.depth,
      releasesDropped: this.#store.dropped,
      spentMilli: spentOf(this.#agedLedger(this.#now().wallMs), capMilli),
      capMilli,
    };
  }

  /** The room's part of birth; the models are their owner's. */
  birth(): RoomBirth {
    return roomBirth(this.#options.settings.current(), this.#terms());
  }

  #terms(): Terms | null {
    const { live, microphone, isAimed = false } = this.#options.source();
    return termsOf(this.#options.settings.current(), { live, hasMicrophone: microphone !== null, isAimed });
  }

  #now(): Moment {
    return { monotonicMs: this.#options.clock.monotonicMs(), wallMs: this.#options.clock.wallMs() };
  }

  #advance(): void {
    const at = this.#now();
    const terms = this.#terms();
    if (this.#window !== undefined && !isDeepStrictEqual(this.#window.terms, terms)) {
      this.#step({ kind: 'close', at }, true);
    }
    this.#closeDue(at);
    if (this.#window === undefined && terms !== null && at.monotonicMs >= this.#quietUntilMs) {
      this.#step({ kind: 'open', at, seconds: terms.profile.windowSeconds }, false);
    }
  }

  #closeDue(at: Moment): void {
    while (this.#window !== undefined && this.#step({ kind: 'tick', at }, false));
  }

  /** Takes one step of the plan; true when it closed a window. */
  #step(event: WindowEvent, isCutShort: boolean): boolean {
    const before = this.#window;
    const { open, closed } = reduceWindow(before?.plan ?? null, event);
    if (open !== before?.plan) this.#window = this.#openedBy(open);
    if (closed === null || before === undefined) return false;
    this.#release(before, closed, isCutShort);
    return true;
  }

  #openedBy(plan: OpenWindow | null): RoomWindow | undefined {
    const terms = this.#terms();
    if (plan === null || terms === null || terms.profile.windowSeconds !== plan.span.seconds) return undefined;
    return new RoomWindow(plan, terms, () => this.#unsureBelow());
  }

  #release(room: RoomWindow, window: ClosedWindow, isCutShort: boolean): void {
    const { identity, random, clock, models, source } = this.#options;
    const circumstances = {
      window,
      clock: clock.state(),
      coverage: room.coverage.shareUntil(window.closedAtMs),
      cameraDown: room.cameraDown,
      microphone: source().microphone,
      isCutShort,
    };
    const { aggregates, ledger } = releaseWindow(
      {
        device: identity.device,
        boot: this.#store.boot,
        seq: this.#seq,
        terms: room.terms,
        window,
        clock: circumstances.clock,
        refusals: refusalsOf(room.terms, circumstances),
        counts: room.closeVotes(),
        models: models(),
        coveragePercent: room.coverage.percentOf(window.span.seconds),
        ledger: this.#agedLedger(window.span.startMs),
      },
      random,
    );
    this.#seq += aggregates.length;
    this.#agedAtMs = clock.monotonicMs();
    void this.#store.commit(aggregates, ledger);
  }

  #announce(): void {
    const maySense = this.#maySense(this.#terms());
    if (maySense === this.#announced) return;
    this.#announced = maySense;
    this.#options.onSensing?.(maySense);
  }

  #maySense(terms: Terms | null): boolean {
    if (terms === null) return false;
    return refusalOf(terms, 'presence', spanAt(this.#now().wallMs, terms.profile.windowSeconds)) === null;
  }

  #unsureBelow() {
    const { unsureBelow, genderUnsureBelow } = this.#options;
    return { emotion: unsureBelow?.() ?? 0, gender: genderUnsureBelow?.() ?? 0 };
  }

  /** A window is paid for on the day that its label names, so that a reader can add the days up. */
  #agedLedger(wallMs: number) {
    return onDay(this.#store.ledger, wallMs, this.#options.clock.monotonicMs() - this.#agedAtMs);
  }

  /** After a stop inside a window the rest of it stays quiet: its noise has been drawn. */
  #restOfDecidedWindow(): number {
    const at = this.#now();
    const terms = this.#terms();
    if (terms === null) return 0;
    const span = spanAt(at.wallMs, terms.profile.windowSeconds);
    return span.startMs < this.#store.ledger.drawnUntilMs ? at.monotonicMs + endOf(span) - at.wallMs : 0;
  }

  async #checkUntilStopped(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const window = this.#window;
      const untilEndMs = window === undefined ? CHECK_MS : window.plan.endsAtMs - this.#options.clock.monotonicMs();
      const waitMs = Math.ceil(Math.max(1, Math.min(CHECK_MS, untilEndMs)));
      await this.#options.clock.sleep(waitMs, signal).catch(() => {});
      this.tick();
    }
  }
}

const isHardlyBegun = ({ openedAtMs, span }: OpenWindow, { monotonicMs }: Moment) =>
  monotonicMs - openedAtMs < span.seconds * 500;
