// The session number grows with every connection that may have reached the broker, across restarts, so that a late
// last will can be told from the state that replaced it.
import { join } from 'node:path';
import { z } from 'zod';
import { DurableFile } from '../../runtime/durable-file.ts';
import type { Logger } from '../../runtime/log.ts';

const schema = z.strictObject({ v: z.literal(1), session: z.int().nonnegative() });

export class SessionNumber {
  readonly #file: DurableFile;
  readonly #log: Logger;
  #last: number | undefined;

  constructor(stateFolder: string, log: Logger) {
    this.#file = new DurableFile(join(stateFolder, 'session.json'));
    this.#log = log;
  }

  /** The next number, on the disk before it is used where the disk allows it. */
  async next(): Promise<number> {
    const session = (this.#last ?? (await this.#read())) + 1;
    this.#last = session;
    await this.#file.write(JSON.stringify({ v: 1, session })).catch((error: unknown) => {
      this.#log.error({ err: error }, 'the session number could not be kept');
    });
    return session;
  }

  /** Gives `session` back: no broker can have seen it. */
  unused(session: number): void {
    if (this.#last === session) this.#last = session - 1;
  }

  async #read(): Promise<number> {
    try {
      const text = await this.#file.read();
      return text === null ? 0 : schema.parse(JSON.parse(text)).session;
    } catch (error) {
      this.#log.error({ err: error }, 'the session number is unreadable and starts afresh');
      return 0;
    }
  }
}
