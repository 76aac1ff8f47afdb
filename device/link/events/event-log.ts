// The event log brings operations and security events to the broker, through an outbox of its own, and to the log. The
// same event is said once an hour: a broker that is away for a week must not fill the outbox with one sentence.
import type { LinkEvent } from '../../../shared/event-codes.ts';
import type { Identity } from '../../../shared/identity.ts';
import { type EventMessage, eventSchema } from '../../../shared/messages.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import type { Outbox } from '../outbox/outbox.ts';

const REPEAT_MS = 3_600_000;
const DETAIL_MAX = 300;
const KEY_BYTES = 12;

export interface EventLogOptions {
  readonly identity: Identity;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class EventLog {
  readonly #options: EventLogOptions;
  readonly #saidMs = new Map<LinkEvent, number>();
  readonly #listeners: ((event: EventMessage) => void)[] = [];

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  /** Called with each event that is said. */
  onEvent(listener: (event: EventMessage) => void): void {
    this.#listeners.push(listener);
  }

  /** `detail` holds nothing that is derived from people, and no secret. */
  raise(code: LinkEvent, detail: string): void {
    const { clock, log } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - (this.#saidMs.get(code) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    this.#saidMs.set(code, nowMs);
    log.warn({ event: code, detail }, 'event');
    void this.#keep(code, detail.slice(0, DETAIL_MAX));
  }

  /** What was wrong is over: the next time is said at once. */
  over(code: LinkEvent): void {
    this.#saidMs.delete(code);
  }

  async #keep(code: LinkEvent, detail: string): Promise<void> {
    const { identity, outbox, clock, random } = this.#options;
    const at = new Date(clock.wallMs()).toISOString();
    const event = eventSchema.parse({ v: 1, device: identity.device, at, code, detail });
    for (const listener of this.#listeners) listener(event);
    const key = Buffer.from(random.bytes(KEY_BYTES)).toString('hex');
    await outbox.append([{ key, label: code, note: null, payload: JSON.stringify(event) }]);
  }
}
