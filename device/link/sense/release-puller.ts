// The puller takes released windows from sense: long poll, append durably, then acknowledge. Invariant: sense is told
// that a window was taken only when it is on our disk (or has been before).
import { messageOf } from '../../../shared/errors.ts';
import type { Identity } from '../../../shared/identity.ts';
import { LONG_POLL_MS, SOCKET_TIMEOUT_MS } from '../../../shared/limits.ts';
import { acknowledgeResponseSchema, type ReleaseRecord, releasesResponseSchema } from '../../../shared/sense-api.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { SocketClient } from '../../runtime/socket-client.ts';
import type { Appended, NewRecord, Outbox } from '../outbox/outbox.ts';
import { recordKey } from '../outbox/record.ts';
import type { GapFiller } from './gap-filler.ts';

const BATCH = 50;
const BACKOFF = { minMs: 500, maxMs: 10_000 } as const;
/** Windows that stay with sense, because our disk refuses them, are looked at again after this. */
const HELD_WAIT_MS = 5_000;

export interface ReleasePullerOptions {
  readonly socketPath: string;
  readonly identity: Identity;
  readonly outbox: Outbox;
  readonly gaps: GapFiller;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class ReleasePuller implements Service {
  readonly name = 'release puller';
  readonly #options: ReleasePullerOptions;
  readonly #client: SocketClient;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(options: ReleasePullerOptions) {
    this.#options = options;
    this.#client = new SocketClient(options.socketPath);
  }

  /** Does not wait for sense: a sense that is away is normal. */
  async start(): Promise<void> {
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#client.close();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, random, log } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#pull(signal);
        if (this.#failures > 0) log.info('sense reached');
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (this.#failures === 0) log.warn({ reason: messageOf(error) }, 'sense not reached');
        await clock.sleep(backoffMs(BACKOFF, this.#failures, random), signal).catch(() => {});
        this.#failures += 1;
      }
    }
  }

  async #pull(signal: AbortSignal): Promise<void> {
    const { releases } = await this.#client.request({
      method: 'GET',
      path: `/v1/releases?limit=${BATCH}&waitMs=${LONG_POLL_MS}`,
      response: releasesResponseSchema,
      timeoutMs: LONG_POLL_MS + SOCKET_TIMEOUT_MS,
      signal,
    });
    if (releases.length > 0) await this.#take(releases, signal);
  }

  async #take(releases: readonly ReleaseRecord[], signal: AbortSignal): Promise<void> {
    const { outbox, gaps, clock } = this.#options;
    const read = releases.map((release) => ({ release, window: this.#windowOf(release) }));
    const valid = read.flatMap(({ release, window }) => (window === null ? [] : [{ release, window }]));
    await gaps.fill(valid.map(({ window }) => window));
    const outcomes = await outbox.append(valid.map(({ release, window }) => recordOf(release, window)));
    const taken = valid.filter((_, index) => isOurs(outcomes[index])).map(({ release }) => release);
    const refused = read.flatMap(({ release, window }) => (window === null ? [release] : []));
    await this.#acknowledge([...taken, ...refused], signal);
    for (const { stream } of refused) outbox.countLost(`${stream}.invalid`, 1);
    if (taken.length < valid.length) await clock.sleep(HELD_WAIT_MS, signal).catch(() => {});
  }

  async #acknowledge(releases: readonly ReleaseRecord[], signal: AbortSignal): Promise<void> {
    if (releases.length === 0) return;
    await this.#client.request({
      method: 'POST',
      path: '/v1/releases/acknowledge',
      body: { keys: releases.map(({ boot, seq }) => ({ boot, seq })) },
      response: acknowledgeResponseSchema,
      signal,
    });
  }

  /** Null for a payload that breaks the contract: it must not leave, and must not block what comes after it. */
  #windowOf(release: ReleaseRecord): WindowMessage | null {
    const window = readWindow(release.payload);
    if (window !== null && isSame(window, release, this.#options.identity)) return window;
    this.#options.log.error({ boot: release.boot, seq: release.seq }, 'a release breaks the contract and is not sent');
    return null;
  }
}

const recordOf = ({ boot, seq, stream, payload }: ReleaseRecord, { suppressed }: WindowMessage): NewRecord => ({
  key: recordKey({ boot, seq }),
  label: stream,
  note: suppressed,
  payload,
});

const isOurs = (outcome: Appended | undefined) => outcome === 'durable' || outcome === 'duplicate';

function isSame(window: WindowMessage, release: ReleaseRecord, identity: Identity): boolean {
  return (
    window.device === identity.device &&
    window.boot === release.boot &&
    window.seq === release.seq &&
    window.stream === release.stream
  );
}

function readWindow(payload: string): WindowMessage | null {
  try {
    return windowSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
