// What the console keeps for the notice: the operator's own words, and the last configuration that sense has told, so
// that the notice can be read while sense is down. It never says that anything is sensed when sense does not say so.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { openState, replaceState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import {
  configurationOf,
  type NoticeConfiguration,
  type NoticeFacts,
  noticeConfigurationSchema,
  type Operator,
  operatorSchema,
  UNSTATED_OPERATOR,
} from '../../shared/notice/configuration.ts';
import type { SenseStatus } from '../../shared/sense-api.ts';

const recordSchema = z.strictObject({
  v: z.literal(1),
  operator: operatorSchema,
  operatorRevision: z.int().nonnegative().default(0).describe('How often name or contact have changed'),
  configuration: noticeConfigurationSchema.nullable().describe('The last that sense has told'),
});
type NoticeRecordState = z.infer<typeof recordSchema>;
const EMPTY: NoticeRecordState = { v: 1, operator: UNSTATED_OPERATOR, operatorRevision: 0, configuration: null };

export class NoticeRecord implements Service {
  readonly name = 'notice record';
  readonly #path: string;
  readonly #log: Logger;
  #low: Low<NoticeRecordState> | undefined;

  constructor({ stateFolder, log }: { readonly stateFolder: string; readonly log: Logger }) {
    this.#path = join(stateFolder, 'console', 'notice.json');
    this.#log = log;
  }

  /** @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW` */
  async start(): Promise<void> {
    this.#low = await openState(this.#path, recordSchema, EMPTY);
  }

  async stop(): Promise<void> {}

  operator(): Operator {
    return this.#state().operator;
  }

  /** Whom to ask is what a posted notice must say: another name or contact is another edition. @throws RoomtoneError `STATE_UNWRITABLE` */
  async setOperator(operator: Operator): Promise<void> {
    const state = this.#state();
    const isSame = operator.name === state.operator.name && operator.contact === state.operator.contact;
    await this.#save({ ...state, operator, operatorRevision: state.operatorRevision + (isSame ? 0 : 1) });
  }

  /** @param sense null where it gives no answer */
  async facts(sense: SenseStatus | null): Promise<NoticeFacts> {
    const { operator, operatorRevision, configuration: last } = this.#state();
    if (sense === null) return { state: 'silent', configuration: last, operator, operatorRevision };
    const configuration = configurationOf(sense);
    await this.#remember(configuration);
    const isAimed = sense.aiming.endsInSeconds !== null;
    const state = isAimed ? 'aiming' : sense.sensing ? 'sensing' : 'idle';
    return { state, configuration, operator, operatorRevision };
  }

  /** A full disk must not take the notice away. */
  async #remember(configuration: NoticeConfiguration): Promise<void> {
    const state = this.#state();
    if (JSON.stringify(state.configuration) === JSON.stringify(configuration)) return;
    await this.#save({ ...state, configuration }).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'the configuration of the notice was not kept'),
    );
  }

  #state(): NoticeRecordState {
    return this.#low?.data ?? EMPTY;
  }

  async #save(state: NoticeRecordState): Promise<void> {
    if (this.#low !== undefined) await replaceState(this.#low, state);
  }
}
