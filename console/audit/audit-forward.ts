// Hands every line of the audit log to link, which brings it to the security logs of the site. At least once and in
// order: what link has not confirmed is handed over again, also after a restart; link knows a line by its hash.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { type Backoff, backoffMs } from '../../device/runtime/backoff.ts';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import type { Random } from '../../device/runtime/random.ts';
import type { AuditEntry } from '../../shared/console-api.ts';
import { messageOf } from '../../shared/errors.ts';
import { type SecurityEventsRequest, securityEventsResponseSchema } from '../../shared/security-events.ts';
import type { Upstream } from '../upstream.ts';
import type { AuditLog } from './audit-log.ts';
import { GENESIS, type Link } from './chain.ts';

const BATCH = 100;
/** Lines held in memory; more are read from the file again. */
const HELD_MAX = 500;
const BACKOFF: Backoff = { minMs: 1_000, maxMs: 60_000 };
const IDLE_MS = 3_600_000;

const stateSchema = z.strictObject({ v: z.literal(1), seq: z.int().nonnegative(), hash: z.string().length(64) });
type State = z.infer<typeof stateSchema>;

export interface AuditForwardOptions {
  readonly stateFolder: string;
  readonly audit: AuditLog;
  readonly upstream: Pick<Upstream, 'askLink'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class AuditForward implements Service {
  readonly name = 'audit forward';
  readonly #options: AuditForwardOptions;
  readonly #ending = new AbortController();
  #waking = new AbortController();
  #state: Low<State> | undefined;
  #held: AuditEntry[] = [];
  /** The file has lines that are not held. */
  #isBehind = true;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AuditForwardOptions) {
    this.#options = options;
  }

  /** Does not wait for link. What was handed over is not known where its file is damaged: then all of it, again. */
  async start(): Promise<void> {
    const { stateFolder, audit, log } = this.#options;
    audit.onAppend((entry) => this.#hold(entry));
    const path = join(stateFolder, 'console', 'audit-forward.json');
    this.#state = await openState<State>(path, stateSchema, { v: 1, ...GENESIS }).catch((error: unknown) => {
      log.error({ err: error }, 'what was handed to link is not known: all of it is handed over again');
      return undefined;
    });
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#waking.abort();
    await this.#running;
  }

  #hold(entry: AuditEntry): void {
    if (this.#held.length < HELD_MAX) this.#held.push(entry);
    else this.#isBehind = true;
    this.#waking.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, random, log } = this.#options;
    let failures = 0;
    let last: Link = this.#state?.data ?? GENESIS;
    while (!signal.aborted) {
      this.#waking = new AbortController();
      try {
        last = await this.#forward(last);
        failures = 0;
        if (this.#isBehind || this.#held.some(({ seq }) => seq > last.seq)) continue;
        // Not AbortSignal.any with `signal`, which lives on and would remember each: `stop` wakes too.
        await clock.sleep(IDLE_MS, this.#waking.signal).catch(() => {});
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) log.warn({ reason: messageOf(error) }, 'the audit log waits for link');
        await clock.sleep(backoffMs(BACKOFF, failures, random), signal).catch(() => {});
        failures += 1;
      }
    }
  }

  /** Hands one batch over. @returns the last line that link has */
  async #forward(last: Link): Promise<Link> {
    if (this.#isBehind) return this.#catchUp(last);
    // What came while the file was read is held, and was read.
    this.#held = this.#held.filter(({ seq }) => seq > last.seq);
    return this.#hand(this.#held.slice(0, BATCH), last);
  }

  /** From the file, to its end. */
  async #catchUp(last: Link): Promise<Link> {
    this.#isBehind = false;
    this.#held = [];
    try {
      const { entries } = await this.#options.audit.read();
      let reached = startIn(entries, last);
      const waiting = entries.filter(({ seq }) => seq > reached.seq);
      for (let from = 0; from < waiting.length; from += BATCH) {
        reached = await this.#hand(waiting.slice(from, from + BATCH), reached);
      }
      return reached;
    } catch (error) {
      this.#isBehind = true;
      throw error;
    }
  }

  async #hand(entries: readonly AuditEntry[], before: Link): Promise<Link> {
    const last = entries.at(-1);
    if (last === undefined) return before;
    const events = entries.map(({ hash, at, action, actor, address, detail }) => {
      return { id: hash, at, action, actor, address, detail };
    });
    const body: SecurityEventsRequest = { events };
    const path = '/v1/security-events';
    const response = securityEventsResponseSchema;
    // A link that hangs must not hold up the stop of the console.
    await this.#options.upstream.askLink({ method: 'POST', path, body, response, signal: this.#ending.signal });
    await this.#remember(last);
    return { seq: last.seq, hash: last.hash };
  }

  /** A disk that refuses costs events that are handed over twice, after a restart. */
  async #remember({ seq, hash }: Link): Promise<void> {
    if (this.#state === undefined) return;
    this.#state.data = { v: 1, seq, hash };
    await this.#state.write().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'what was handed to link is not kept');
    });
  }
}

/** `last`, unless the log is another one than that of which it was the last. */
function startIn(entries: readonly AuditEntry[], last: Link): Link {
  const same = entries.find(({ seq }) => seq === last.seq);
  const isOther = same === undefined ? (entries.at(-1)?.seq ?? 0) < last.seq : same.hash !== last.hash;
  return isOther ? GENESIS : last;
}
