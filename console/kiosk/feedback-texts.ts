// What visitors have written at the kiosk. It stays on the device, for its admin: at most 500 lines, none older than 31
// days, with the hour alone. No more than 60 are taken in an hour, so that nobody can wear out the disk or push out the rest.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState, replaceState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import { type FeedbackText, feedbackTextSchema } from '../../shared/feedback-text.ts';
import type { TapRequest } from '../../shared/kiosk-api.ts';
import { RING_DAYS } from '../../shared/limits.ts';
import type { SentimentLexicon } from './sentiment.ts';

const HOUR_MS = 3_600_000;
const KEEP_MS = RING_DAYS * 24 * HOUR_MS;
export const TEXTS_MAX = 500;
export const TEXTS_AN_HOUR_MAX = 60;

const stateSchema = z.strictObject({
  v: z.literal(1),
  next: z.int().positive(),
  texts: z.array(feedbackTextSchema).max(TEXTS_MAX),
});
type TextsState = z.infer<typeof stateSchema>;
const EMPTY: TextsState = { v: 1, next: 1, texts: [] };

interface TextsOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly lexicon: SentimentLexicon;
}

export class FeedbackTexts implements Service {
  readonly name = 'feedback texts';
  readonly #path: string;
  readonly #clock: Clock;
  readonly #lexicon: SentimentLexicon;
  #low: Low<TextsState> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor({ stateFolder, clock, lexicon }: TextsOptions) {
    this.#path = join(stateFolder, 'console', 'feedback-texts.json');
    this.#clock = clock;
    this.#lexicon = lexicon;
  }

  /** @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW` */
  async start(): Promise<void> {
    this.#low = await openState(this.#path, stateSchema, EMPTY);
  }

  async stop(): Promise<void> {
    await this.#writing.catch(() => {});
  }

  /** Newest first. */
  list(): readonly FeedbackText[] {
    return this.#fresh().toReversed();
  }

  /**
   * @returns whether the line was kept: false where the hour has had its share
   * @throws RoomtoneError `STATE_UNWRITABLE`
   */
  async keep({ feeling, text, language = 'en' }: TapRequest): Promise<boolean> {
    if (text === undefined) return false;
    const sentiment = await this.#lexicon.score(text, language);
    return this.#change((state) => {
      const hour = this.#hour();
      const texts = this.#fresh();
      if (texts.filter((each) => each.hour === hour).length >= TEXTS_AN_HOUR_MAX) return null;
      const added = { id: state.next, hour, feeling, language, text, sentiment };
      return { ...state, next: state.next + 1, texts: [...texts, added].slice(-TEXTS_MAX) };
    });
  }

  /** Gone from both generations of the file when it resolves. @returns whether there was such a line */
  async remove(id: number): Promise<boolean> {
    const wasThere = await this.#change((state) => {
      const texts = state.texts.filter((each) => each.id !== id);
      return texts.length === state.texts.length ? null : { ...state, texts };
    });
    return wasThere && (await this.#change((state) => state));
  }

  #fresh(): readonly FeedbackText[] {
    const oldest = this.#clock.wallMs() - KEEP_MS;
    return this.#state().texts.filter(({ hour }) => Date.parse(hour) >= oldest);
  }

  #hour(): string {
    const now = this.#clock.wallMs();
    return new Date(now - (now % HOUR_MS)).toISOString();
  }

  #state(): TextsState {
    return this.#low?.data ?? EMPTY;
  }

  /** One change after the other; durable when it resolves. @param next null where nothing is to change */
  #change(next: (state: TextsState) => TextsState | null): Promise<boolean> {
    const done = this.#writing.catch(() => {}).then(() => this.#write(next(this.#state())));
    this.#writing = done;
    return done;
  }

  async #write(state: TextsState | null): Promise<boolean> {
    const low = this.#low;
    if (low === undefined || state === null) return false;
    await replaceState(low, state);
    return true;
  }
}
