// The PDFs of the notice that were made last, so that a crowd that asks for one costs no more than one reader.
import type { Clock } from '../../device/runtime/clock.ts';
import type { Notice } from '../../shared/notice/notice.ts';
import { codeModules } from './notice-code.ts';
import { noticePdf } from './notice-pdf.ts';

/** Six languages under two names of the device; about 40 kB each. */
const KEPT_MAX = 12;

export class PrintedNotices {
  readonly #clock: Pick<Clock, 'wallMs'>;
  readonly #kept = new Map<string, Promise<Buffer>>();

  constructor(clock: Pick<Clock, 'wallMs'>) {
    this.#clock = clock;
  }

  /** @param address where others can read it, or null where they can't */
  get(notice: Notice, address: string | null): Promise<Buffer> {
    const { now, ...lasting } = notice;
    const key = JSON.stringify([lasting, notice.edition === null ? now : '', address]);
    const kept = this.#kept.get(key) ?? this.#make(notice, address);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    this.#forgetOldest();
    kept.catch(() => this.#kept.delete(key));
    return kept;
  }

  #make(notice: Notice, address: string | null): Promise<Buffer> {
    const code = address === null ? null : { address, modules: codeModules(address) };
    return noticePdf({ notice, code, madeAt: new Date(this.#clock.wallMs()) });
  }

  #forgetOldest(): void {
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_MAX) return;
      this.#kept.delete(key);
    }
  }
}
