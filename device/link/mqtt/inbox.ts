// The inbox hears what is sent to this device (commands and desired configuration), one after the other, and publishes
// the answer to each. Bounded: who floods it is not heard.
import type { Identity } from '../../../shared/identity.ts';
import { commandFilter, commandTopic, configTopic } from '../../../shared/topics.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import { Bell } from '../bell.ts';
import type { Arrival } from '../commands/judge-command.ts';
import type { Connection, Heard, Publication } from './connection.ts';

const WAITING_MAX = 50;
/** Reported again this often even when nothing changed: it is retained, and costs a message a day. */
const REPORT_WAIT_MS = 24 * 3_600_000;

export interface InboxOptions {
  readonly identity: Identity;
  readonly answerCommand: (arrival: Arrival) => Promise<Publication>;
  readonly answerDesired: (text: string) => Promise<Publication>;
  /** What is reported on each connect. */
  readonly report: () => Publication;
  readonly clock: Clock;
  readonly log: Logger;
}

export class Inbox {
  readonly #options: InboxOptions;
  readonly #reportBell = new Bell();
  #waiting = 0;
  /** Messages that nobody looked at, because too many waited. */
  dropped = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** What holds was changed by somebody here: the fleet manager is told. */
  reportChanged(): void {
    this.#reportBell.ring();
  }

  async serve(connection: Connection, signal: AbortSignal): Promise<void> {
    const { identity, report, log } = this.#options;
    const reporting = this.#serveReport(connection, signal);
    let handling: Promise<void> = Promise.resolve();
    connection.hear((heard) => {
      if (this.#waiting >= WAITING_MAX) this.dropped += 1;
      else {
        this.#waiting += 1;
        handling = handling
          .then(() => this.#handle(connection, heard, signal))
          .finally(() => {
            this.#waiting -= 1;
          });
      }
    });
    try {
      await connection.publish(report());
      await connection.subscribe([...commandFilters(identity, connection), configTopic(identity, 'desired')]);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'commands and configuration are not heard');
    }
    await reporting;
    await handling;
  }

  /** Until `signal` aborts. */
  async #serveReport(connection: Connection, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#reportBell.wait(this.#options.clock, REPORT_WAIT_MS, signal);
      if (!signal.aborted) await connection.publish(this.#options.report()).catch(() => {});
    }
  }

  async #handle(connection: Connection, { topic, text, retained }: Heard, signal: AbortSignal): Promise<void> {
    const { identity, answerCommand, answerDesired, log } = this.#options;
    if (signal.aborted) return;
    try {
      if (topic === configTopic(identity, 'desired')) await connection.publish(await answerDesired(text));
      else await connection.publish(await answerCommand({ name: commandNameOf(identity, topic), text, retained }));
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'an answer could not be published');
    }
  }
}

/**
 * RabbitMQ (MQTT 3.1.1) holds levels apart by a dot: there `cmd/config.get/req` has one level more, and arrives as
 * `cmd/config/get/req`.
 */
const commandFilters = (identity: Identity, { protocol }: Connection): readonly string[] =>
  protocol === '5' ? [commandFilter(identity)] : [commandFilter(identity), commandTopic(identity, '+/+', 'req')];

function commandNameOf(identity: Identity, topic: string): string {
  const [before = '', after = ''] = commandFilter(identity).split('+');
  return topic.slice(before.length, -after.length).replaceAll('/', '.');
}
