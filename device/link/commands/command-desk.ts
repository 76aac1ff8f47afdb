// The desk takes requests from `cmd/<name>/req`, has them judged, executes what may be executed, once, and answers all.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  type CommandName,
  type CommandRefusal,
  type CommandResponse,
  commandResponseSchema,
} from '../../../shared/commands.ts';
import { isRoomtoneError } from '../../../shared/errors.ts';
import type { Identity } from '../../../shared/identity.ts';
import { commandTopic } from '../../../shared/topics.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Publication } from '../mqtt/connection.ts';
import type { ExecutedStore } from './executed-store.ts';
import { type Arrival, judgeCommand } from './judge-command.ts';
import { TokenBucket } from './token-bucket.ts';

const BURST = 20;
const EVERY_MS = 6_000;

/** Executes one command; `args` are already parsed by its schema. */
export interface CommandHandler {
  readonly args: z.ZodType;
  readonly run: (args: unknown) => Promise<z.infer<ReturnType<typeof z.json>>>;
}
export type CommandTable = Readonly<Record<CommandName, CommandHandler>>;

export interface CommandDeskOptions {
  readonly identity: Identity;
  readonly table: CommandTable;
  readonly executed: ExecutedStore;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Logger;
}

export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #bucket: TokenBucket;
  #refused = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket(options.clock, BURST, EVERY_MS);
  }

  /** Requests that were answered with a refusal since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** The answer to publish. Never throws. */
  async answer(arrival: Arrival): Promise<Publication> {
    const response = this.#bucket.take() ? await this.#decide(arrival) : this.#refuse(null, 'RATE_LIMITED', arrival);
    const name = /^[a-z.]{1,32}$/.test(arrival.name) ? arrival.name : 'unknown';
    const topic = commandTopic(this.#options.identity, name, 'res');
    return { topic, payload: JSON.stringify(commandResponseSchema.parse(response)), retain: false, expirySeconds: 600 };
  }

  async #decide(arrival: Arrival): Promise<CommandResponse> {
    const { clock, executed } = this.#options;
    const nowMs = clock.wallMs();
    const digest = createHash('sha256').update(arrival.text).digest('hex');
    const known = await executed.current(nowMs);
    const verdict = judgeCommand(arrival, { nowMs, clock: clock.state(), executed: known, digest });
    if (verdict.kind === 'repeat') return verdict.response;
    if (verdict.kind === 'refuse') return this.#refuse(verdict.id, verdict.code, arrival);
    const { id, expiresAt, args } = verdict.request;
    const remember = (response: CommandResponse) =>
      executed.remember({ id, name: verdict.name, expiresMs: Date.parse(expiresAt), digest, response });
    // Written down before it is executed: what is killed in the middle is not done again.
    await remember({ v: 1, id, ok: false, code: 'FAILED', result: null });
    const response = await this.#run(verdict.name, id, args, arrival);
    await remember(response);
    return response;
  }

  async #run(name: CommandName, id: string, args: unknown, arrival: Arrival): Promise<CommandResponse> {
    const { table, log } = this.#options;
    const handler = table[name];
    const parsed = handler.args.safeParse(args);
    if (!parsed.success) return this.#refuse(id, 'ARGUMENTS_INVALID', arrival);
    try {
      const result = await handler.run(parsed.data);
      log.info({ command: name, id }, 'command executed');
      return { v: 1, id, ok: true, code: null, result };
    } catch (error) {
      const unavailable = isRoomtoneError(error) && error.code === 'NOT_AVAILABLE';
      if (!unavailable) log.error({ err: error, command: name }, 'a command failed');
      return this.#refuse(id, unavailable ? 'NOT_AVAILABLE' : 'FAILED', arrival);
    }
  }

  #refuse(id: string | null, code: CommandRefusal, { name }: Arrival): CommandResponse {
    this.#refused += 1;
    this.#options.events.raise('command-refused', `${name.slice(0, 32)}: ${code}`);
    return { v: 1, id, ok: false, code, result: null };
  }
}
