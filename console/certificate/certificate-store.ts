// The certificate on disk: made at the first start, kept with its key in one file of mode 600, replaced before it ends
// or when the device has a name or address that it does not cover.
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Random } from '../../device/runtime/random.ts';
import { isFit, type KeyPair, makeCertificate } from './certificate.ts';

const stateSchema = z.strictObject({ v: z.literal(1), key: z.string(), certificate: z.string() });
const NONE = { v: 1, key: '', certificate: '' } as const;

export interface CertificateStoreOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Names and addresses that the certificate must cover. */
  readonly names: () => readonly string[];
}

export class CertificateStore {
  readonly #options: CertificateStoreOptions;

  constructor(options: CertificateStoreOptions) {
    this.#options = options;
  }

  /** A certificate that serves now, and whether it was made just now. */
  async current(): Promise<{ readonly pair: KeyPair; readonly isNew: boolean }> {
    const { stateFolder, clock, random, names } = this.#options;
    const state = await openState<z.infer<typeof stateSchema>>(
      join(stateFolder, 'console', 'certificate.json'),
      stateSchema,
      NONE,
    );
    const { key, certificate } = state.data;
    if (key !== '' && isFit({ key, certificate }, names(), clock.wallMs()))
      return { pair: { key, certificate }, isNew: false };
    const pair = await makeCertificate(names(), clock.wallMs(), random);
    state.data = { v: 1, ...pair };
    await state.write();
    return { pair, isNew: true };
  }
}
