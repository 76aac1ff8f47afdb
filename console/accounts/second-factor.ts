// The second factor of an account: a code of an authenticator beside the password, if its owner wants it. The secret is
// sealed at rest, a code is taken once, and recovery codes are kept as digests. Who has lost both needs the physical act
// that recovers the device.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import type { Random } from '../../device/runtime/random.ts';
import type { SecondFactorResponse } from '../../shared/console-access.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { codeWrong } from '../errors.ts';
import { readKey } from '../sessions/cookie-key.ts';
import { digestOfCode, makeRecoveryCodes } from './recovery-codes.ts';
import { seal, unseal } from './seal.ts';
import { matchingStep, SECRET_BYTES } from './totp.ts';

/** An offer that nobody took up is forgotten. */
const OFFER_MS = 10 * 60_000;
const OFFERS_MAX = 32;

const factorSchema = z.strictObject({
  sealed: z.string().describe('The secret'),
  lastStep: z.int().describe('Step of the last code that was taken'),
  recovery: z.array(z.string().length(64)).describe('Digests of the recovery codes that are left'),
});
type Factor = z.infer<typeof factorSchema>;
const stateSchema = z.strictObject({ v: z.literal(1), factors: z.record(z.string(), factorSchema) });
type State = z.infer<typeof stateSchema>;

interface Offer {
  readonly secret: Buffer;
  readonly madeMs: number;
}

export interface SecondFactorOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class SecondFactor implements Service {
  readonly name = 'second-factor';
  readonly #options: SecondFactorOptions;
  readonly #offers = new Map<string, Offer>();
  #state: Low<State> | undefined;
  #key: Buffer | undefined;

  constructor(options: SecondFactorOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const path = join(this.#options.stateFolder, 'console', 'second-factor.json');
    this.#state = await openState<State>(path, stateSchema, { v: 1, factors: {} });
  }

  async stop(): Promise<void> {
    this.#offers.clear();
    this.#state = undefined;
  }

  describe(account: string): SecondFactorResponse {
    const factor = this.#factorOf(account);
    return { enabled: factor !== undefined, recoveryCodesLeft: factor?.recovery.length ?? 0 };
  }

  isOn(account: string): boolean {
    return this.#factorOf(account) !== undefined;
  }

  /** A new secret, which counts for nothing until {@link enable}. @throws RoomtoneError `SECOND_FACTOR_ON` */
  offer(account: string): Buffer {
    if (this.isOn(account)) throw alreadyOn();
    const secret = Buffer.from(this.#options.random.bytes(SECRET_BYTES));
    this.#offers.delete(account);
    this.#offers.set(account, { secret, madeMs: this.#options.clock.monotonicMs() });
    const oldest = this.#offers.keys().next();
    if (this.#offers.size > OFFERS_MAX && oldest.done !== true) this.#offers.delete(oldest.value);
    return secret;
  }

  /**
   * `typed` proves that the authenticator has the secret.
   *
   * @returns the recovery codes, which are told this once
   * @throws RoomtoneError `SECOND_FACTOR_ON`, `CODE_WRONG`, `STATE_UNWRITABLE`
   */
  async enable(account: string, typed: string): Promise<readonly string[]> {
    const { clock, random } = this.#options;
    if (this.isOn(account)) throw alreadyOn();
    const offer = this.#offers.get(account);
    if (offer === undefined || clock.monotonicMs() - offer.madeMs > OFFER_MS) throw codeWrong();
    const step = matchingStep(offer.secret, typed, clock.wallMs(), 0);
    if (step === null) throw codeWrong();
    const codes = makeRecoveryCodes(random);
    const sealed = seal(await this.#sealKey(), offer.secret, account, random);
    await this.#write({ ...this.#factors(), [account]: { sealed, lastStep: step, recovery: codes.map(digestOfCode) } });
    this.#offers.delete(account);
    return codes;
  }

  /** Takes a code of the authenticator or a recovery code, once. False where it is neither. */
  async take(account: string, typed: string): Promise<boolean> {
    const key = await this.#sealKey();
    // No wait from here until it is spent, so that of two requests with the same code one is refused.
    const factor = this.#factorOf(account);
    if (factor === undefined) return false;
    const secret = unseal(key, factor.sealed, account);
    const step = secret === null ? null : matchingStep(secret, typed, this.#options.clock.wallMs(), factor.lastStep);
    if (step !== null) return this.#spend(account, { ...factor, lastStep: step });
    const digest = digestOfCode(typed);
    if (!factor.recovery.includes(digest)) return false;
    return this.#spend(account, { ...factor, recovery: factor.recovery.filter((each) => each !== digest) });
  }

  /** Off, for whoever has confirmed it, and for accounts that are no more. */
  async forget(account: string): Promise<void> {
    const { [account]: known, ...others } = this.#factors();
    if (known !== undefined) await this.#write(others);
  }

  /** A full disk must not lock out who comes to empty it: then what was taken is remembered in RAM. */
  async #spend(account: string, factor: Factor): Promise<true> {
    const state = this.#low();
    state.data = { v: 1, factors: { ...state.data.factors, [account]: factor } };
    await state
      .write()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a taken code is remembered in RAM only'));
    return true;
  }

  async #write(factors: State['factors']): Promise<void> {
    const state = this.#low();
    const before = state.data;
    state.data = { v: 1, factors };
    await state.write().catch((error: unknown) => {
      state.data = before;
      throw error;
    });
  }

  async #sealKey(): Promise<Buffer> {
    this.#key ??= await readKey(this.#options.stateFolder, 'seal-key', this.#options.random);
    return this.#key;
  }

  #factorOf(account: string): Factor | undefined {
    const factors = this.#factors();
    return Object.hasOwn(factors, account) ? factors[account] : undefined;
  }

  #factors(): State['factors'] {
    return this.#low().data.factors;
  }

  #low(): Low<State> {
    if (this.#state === undefined) throw new Error('the second factor is not started');
    return this.#state;
  }
}

const alreadyOn = () =>
  new RoomtoneError('SECOND_FACTOR_ON', 'the second factor is on already', 'Switch it off first, to set it up anew.');
