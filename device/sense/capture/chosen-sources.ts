// The camera and the microphone that an admin has chosen at the console, on the disk. They count where the device was
// started with `auto`: whoever names a source in the start command means that one.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { openState } from '../../runtime/durable-state.ts';

const chosenSchema = z.strictObject({
  v: z.literal(1),
  camera: z.string().max(300).nullable(),
  microphone: z.string().max(300).nullable(),
});
type Chosen = z.infer<typeof chosenSchema>;

export type SourceKind = 'camera' | 'microphone';
/** What the start command says, as text. */
export type StartedWith = Readonly<Record<SourceKind, string>>;

/** Without a choice: the first camera that works, and no microphone. */
const UNCHOSEN: StartedWith = { camera: 'auto', microphone: 'none' };

export class ChosenSources {
  readonly #path: string;
  readonly #started: StartedWith;
  #low: Low<Chosen> | undefined;

  constructor(stateFolder: string, started: StartedWith) {
    this.#path = join(stateFolder, 'sense', 'sources.json');
    this.#started = started;
  }

  /** @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW` */
  async open(): Promise<void> {
    this.#low = await openState<Chosen>(this.#path, chosenSchema, { v: 1, camera: null, microphone: null });
  }

  mayChoose(kind: SourceKind): boolean {
    return this.#started[kind] === 'auto';
  }

  inUse(kind: SourceKind): string {
    return this.mayChoose(kind) ? (this.#low?.data[kind] ?? UNCHOSEN[kind]) : this.#started[kind];
  }

  /** @throws RoomtoneError `STATE_UNWRITABLE` */
  async choose(kind: SourceKind, source: string): Promise<void> {
    const low = this.#low;
    if (low === undefined) return;
    low.data = { ...low.data, [kind]: source };
    await low.write();
  }
}
