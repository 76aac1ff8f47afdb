// The certificate that the console shows: one from files that the start has named, one that an admin has uploaded, or the
// device's own. What can't be used now is passed over and said, never served: a console without a certificate would
// shut its admin out.
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Logger } from '../../device/runtime/log.ts';
import type { Random } from '../../device/runtime/random.ts';
import type { CertificateResponse } from '../../shared/console-access.ts';
import { isRoomtoneError } from '../../shared/errors.ts';
import { checkBrought } from './brought-certificate.ts';
import { describeCertificate, type KeyPair, makeCertificate, shouldReplace } from './certificate.ts';
import { LOOPBACK } from './certificate-names.ts';

/** Below `<state>/console`; empty strings where there is none. */
export const CERTIFICATE_FILES = { own: 'certificate.json', brought: 'certificate-brought.json' } as const;
export const certificateStateSchema = z.strictObject({ v: z.literal(1), key: z.string(), certificate: z.string() });
type State = z.infer<typeof certificateStateSchema>;
const NONE: State = { v: 1, key: '', certificate: '' };

/** Paths of PEM files, read again at each check: whoever renews them needs no restart. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateStoreOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Names and addresses that the own certificate must cover. */
  readonly names: () => readonly string[];
  readonly files?: CertificateFiles | undefined;
}

export interface Shown {
  readonly pair: KeyPair;
  readonly source: CertificateResponse['source'];
}

export class CertificateStore {
  readonly #options: CertificateStoreOptions;
  readonly #listeners = new Set<(shown: Shown) => void>();
  #shown: Shown | undefined;

  constructor(options: CertificateStoreOptions) {
    this.#options = options;
  }

  /** The certificate to show from now on; whoever listens hears of another one than before. */
  async current(): Promise<Shown> {
    const shown = (await this.#fromFiles()) ?? (await this.#fromUpload()) ?? (await this.#own());
    const isOther = shown.pair.certificate !== this.#shown?.pair.certificate;
    this.#shown = shown;
    if (isOther) for (const listener of this.#listeners) listener(shown);
    return shown;
  }

  /** Null before the first {@link current}. */
  describe(): CertificateResponse | null {
    if (this.#shown === undefined) return null;
    return describeCertificate(this.#shown.pair, this.#shown.source, this.#options.names());
  }

  /** Names that an admin's certificate brings beside the device's own, without wildcards: to be answered to. */
  broughtNames(): readonly string[] {
    if (this.#shown === undefined || this.#shown.source === 'own') return [];
    return (this.describe()?.names ?? []).filter((name) => !name.includes('*'));
  }

  onChange(listener: (shown: Shown) => void): void {
    this.#listeners.add(listener);
  }

  /** @throws RoomtoneError `CERTIFICATE_REFUSED`, `STATE_UNWRITABLE`: then the one before goes on */
  async bring(certificate: string, key: string): Promise<void> {
    const pair = checkBrought(certificate, key, this.#options.clock.wallMs());
    await this.#save(CERTIFICATE_FILES.brought, pair);
    await this.current();
  }

  /** Back to the device's own. */
  async drop(): Promise<void> {
    await this.#save(CERTIFICATE_FILES.brought, NONE);
    await this.current();
  }

  async #save(name: string, { key, certificate }: KeyPair): Promise<void> {
    const state = await this.#open(name);
    state.data = { v: 1, key, certificate };
    await state.write();
  }

  async #fromFiles(): Promise<Shown | null> {
    const { files, clock, log } = this.#options;
    if (files === undefined) return null;
    try {
      const [certificate, key] = await Promise.all(
        [files.certificate, files.key].map((path) => readFile(path, 'utf8')),
      );
      return { pair: checkBrought(certificate ?? '', key ?? '', clock.wallMs()), source: 'files' };
    } catch (error) {
      log.error({ err: error }, 'the certificate files cannot be used: another certificate is shown');
      return null;
    }
  }

  async #fromUpload(): Promise<Shown | null> {
    const { clock, log } = this.#options;
    const { certificate, key } = (await this.#open(CERTIFICATE_FILES.brought)).data;
    if (certificate === '') return null;
    // A clock that can't be trusted is no reason to pass over what was checked when it came.
    if (clock.state() === 'unknown') return { pair: { certificate, key }, source: 'brought' };
    try {
      return { pair: checkBrought(certificate, key, clock.wallMs()), source: 'brought' };
    } catch (error) {
      log.error({ err: error }, 'the uploaded certificate cannot be used any more: the own one is shown');
      return null;
    }
  }

  async #own(): Promise<Shown> {
    const { clock, random, names, log } = this.#options;
    const state = await this.#open(CERTIFICATE_FILES.own);
    const { key, certificate } = state.data;
    const known = key === '' ? null : { key, certificate };
    if (known !== null && !shouldReplace(known, names(), clock)) return { pair: known, source: 'own' };
    const pair = await makeCertificate([...new Set([...LOOPBACK, ...names()])], clock, random);
    state.data = { v: 1, ...pair };
    try {
      await state.write();
      return { pair, source: 'own' };
    } catch (error) {
      log.error({ err: error }, 'the certificate cannot be renewed: the disk refuses; the one before is shown');
      return { pair: known ?? this.#shown?.pair ?? pair, source: 'own' };
    }
  }

  /** A damaged file must not keep the console from starting: then there is none. */
  async #open(name: string): Promise<Low<State>> {
    const path = join(this.#options.stateFolder, 'console', name);
    try {
      return await openState<State>(path, certificateStateSchema, NONE);
    } catch (error) {
      if (!isRoomtoneError(error) || error.code !== 'STATE_CORRUPT') throw error;
      this.#options.log.error({ err: error }, 'a certificate is damaged and is put aside');
      await Promise.all([path, `${path}.previous`].map((each) => rename(each, `${each}.damaged`).catch(() => {})));
      return openState<State>(path, certificateStateSchema, NONE);
    }
  }
}
