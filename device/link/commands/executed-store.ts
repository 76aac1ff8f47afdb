// The commands that were executed and have not expired, on the disk, so that a restart does not execute one twice.
import { join } from 'node:path';
import { z } from 'zod';
import { commandResponseSchema } from '../../../shared/commands.ts';
import { DurableFile } from '../../runtime/durable-file.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Executed } from './judge-command.ts';

const storedSchema = z.strictObject({
  v: z.literal(1),
  executed: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      expiresMs: z.int(),
      digest: z.string(),
      response: commandResponseSchema,
    }),
  ),
});

export class ExecutedStore {
  readonly #file: DurableFile;
  readonly #log: Logger;
  #executed: readonly Executed[] | undefined;

  constructor(stateFolder: string, log: Logger) {
    this.#file = new DurableFile(join(stateFolder, 'commands.json'));
    this.#log = log;
  }

  /** What has not expired at `nowMs`. */
  async current(nowMs: number): Promise<readonly Executed[]> {
    this.#executed = (this.#executed ?? (await this.#read())).filter(({ expiresMs }) => expiresMs > nowMs);
    return this.#executed;
  }

  /** Replaces what is known of the same id. Where the disk refuses it is remembered until the next start. */
  async remember(executed: Executed): Promise<void> {
    this.#executed = [...(this.#executed ?? []).filter(({ id }) => id !== executed.id), executed];
    await this.#file.write(JSON.stringify({ v: 1, executed: this.#executed })).catch((error: unknown) => {
      this.#log.error({ err: error }, 'an executed command could not be written down');
    });
  }

  async #read(): Promise<readonly Executed[]> {
    try {
      const text = await this.#file.read();
      return text === null ? [] : storedSchema.parse(JSON.parse(text)).executed;
    } catch (error) {
      this.#log.error({ err: error }, 'the executed commands are unreadable and start afresh');
      return [];
    }
  }
}
