// Aiming as a thing with a life: begun by the console alone, ended by it, by time, or by a change of the room. It lives in
// RAM, so a restart ends it.
import type { AimingStatus } from '../../../shared/aiming.ts';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import { type Aimed, aimingPermission, beginAiming, isStillAimed } from './aiming-plan.ts';

export interface AimingOptions {
  readonly settings: { current(): PrivacySettings };
  /** Whether picture or sound are of now. */
  readonly live: boolean;
  readonly clock: Clock;
  /** Told when it is over by itself: camera and viewers are to follow. */
  readonly onOver: () => void;
  readonly log: Logger;
}

/** How often the room is looked at while the camera is being aimed. */
const CHECK_MS = 500;

export class Aiming implements Service {
  readonly name = 'aiming';
  readonly #options: AimingOptions;
  #aimed: Aimed | null = null;
  #ending = new AbortController();

  constructor(options: AimingOptions) {
    this.#options = options;
  }

  /** Follows from clock and settings at this very moment: no timer has to fire for it to be over. */
  get isOn(): boolean {
    const { settings, live, clock } = this.#options;
    return this.#aimed !== null && isStillAimed(this.#aimed, settings.current(), live, clock.monotonicMs());
  }

  status(): AimingStatus {
    const { settings, live } = this.#options;
    return {
      permission: aimingPermission(settings.current(), live),
      endsInSeconds: this.isOn ? this.secondsLeft() : null,
    };
  }

  secondsLeft(): number {
    const leftMs = (this.#aimed?.endsAtMs ?? 0) - this.#options.clock.monotonicMs();
    return Math.max(0, Math.round(leftMs / 100) / 10);
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.end();
  }

  /** Begins, or begins anew. @throws RoomtoneError `AIMING_FORBIDDEN`, `AIMING_REASON_MISSING` */
  begin(reason: string | null): void {
    const { settings, live, clock, log } = this.#options;
    const aimed = beginAiming(settings.current(), live, reason, clock.monotonicMs());
    this.end();
    this.#aimed = aimed;
    this.#ending = new AbortController();
    log.warn('the camera is being aimed: its whole picture is shown, nothing is counted');
    void this.#watch(this.#ending.signal);
  }

  end(): void {
    if (this.#aimed === null) return;
    this.#aimed = null;
    this.#ending.abort();
    this.#options.log.warn('the camera is no longer being aimed');
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (this.isOn && !signal.aborted) await this.#options.clock.sleep(CHECK_MS, signal).catch(() => {});
    if (signal.aborted) return;
    this.end();
    this.#options.onOver();
  }
}
