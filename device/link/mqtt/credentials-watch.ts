// Looks after the credentials: new files mean a new connection, and a certificate that ends is said 30 days ahead.
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Credentials } from './credentials.ts';

const PERIOD_MS = 10_000;
const WARN_DAYS = 30;

export interface CredentialsWatchOptions {
  readonly credentials: Credentials;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly periodMs?: number;
}

export class CredentialsWatch implements Service {
  readonly name = 'credentials watch';
  readonly #options: CredentialsWatchOptions;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #days: number | null = null;

  constructor(options: CredentialsWatchOptions) {
    this.#options = options;
  }

  /** Days until the certificate of this device expires; null without one. */
  get certificateDays(): number | null {
    return this.#days;
  }

  async start(): Promise<void> {
    const fingerprint = await this.#options.credentials.fingerprint();
    await this.#checkExpiry();
    this.#running = this.#run(fingerprint, this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(first: string, signal: AbortSignal): Promise<void> {
    const { credentials, clock, onChange, periodMs = PERIOD_MS } = this.#options;
    let known = first;
    while (!signal.aborted) {
      await clock.sleep(periodMs, signal).catch(() => {});
      if (signal.aborted) return;
      const fingerprint = await credentials.fingerprint();
      if (fingerprint !== known) onChange();
      known = fingerprint;
      await this.#checkExpiry();
    }
  }

  async #checkExpiry(): Promise<void> {
    const { credentials, events, clock } = this.#options;
    // A clock that nobody has set would call every certificate fresh, or all of them expired.
    const days =
      clock.state() === 'unknown' ? null : await credentials.certificateDays(clock.wallMs()).catch(() => null);
    this.#days = days;
    if (days === null || days > WARN_DAYS) events.over('device-certificate-expires');
    else events.raise('device-certificate-expires', `the certificate of this device expires in ${days} days`);
  }
}
