// Something that is open exactly while it may be: opened and closed by `apply`, one change after another, opened anew when
// it is wanted in another form, and closed for good by `stop`. Camera with vision and microphone with ear are each such a thing.

/** After an open that failed. */
const RETRY_MS = 30_000;

export interface WhileAllowedOptions<T> {
  readonly isAllowed: () => boolean;
  /** What it is to be opened as: it is opened anew when this changes. Default: always the same. */
  readonly form?: () => string;
  readonly open: () => Promise<T>;
  readonly close: (opened: T) => Promise<void>;
  /** Told when a later try failed again. */
  readonly onRetryFailed: (error: unknown) => void;
}

export class WhileAllowed<T> {
  readonly #options: WhileAllowedOptions<T>;
  #opened: { readonly value: T; readonly form: string } | undefined;
  #changing: Promise<void> = Promise.resolve();
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: WhileAllowedOptions<T>) {
    this.#options = options;
  }

  get opened(): T | undefined {
    return this.#opened?.value;
  }

  /** Opens or closes as is allowed now; rejects with what `open` rejected with. */
  apply(): Promise<void> {
    const change = this.#changing.catch(() => {}).then(() => this.#apply());
    this.#changing = change;
    return change;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.apply();
  }

  async #apply(): Promise<void> {
    const isWanted = !this.#stopped && this.#options.isAllowed();
    const form = this.#options.form?.() ?? '';
    clearTimeout(this.#retry);
    if (this.#opened !== undefined && (!isWanted || this.#opened.form !== form)) {
      const { value } = this.#opened;
      this.#opened = undefined;
      await this.#options.close(value);
    }
    if (isWanted && this.#opened === undefined) this.#opened = { value: await this.#open(), form };
  }

  /** What is wanted and could not be opened is tried again until it is open or no longer wanted. */
  async #open(): Promise<T> {
    try {
      return await this.#options.open();
    } catch (error) {
      this.#retry = setTimeout(() => this.apply().catch(this.#options.onRetryFailed), RETRY_MS).unref();
      throw error;
    }
  }
}
