// The claim: the code that provisioning has left turns into the first admin, once.
import { join } from 'node:path';
import { verify } from '@node-rs/argon2';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import {
  CLAIM_FILE,
  claimStateSchema,
  FIRST_ADMIN,
  normaliseClaimCode,
  UNCLAIMED,
  type User,
} from '../../shared/console-api.ts';
import { alreadyClaimed, claimCodeWrong } from '../errors.ts';
import type { Accounts } from './accounts.ts';

export class Claim implements Service {
  readonly name = 'claim';
  readonly #path: string;
  readonly #accounts: Accounts;
  #claiming = false;

  constructor(options: { readonly stateFolder: string; readonly accounts: Accounts }) {
    this.#path = join(options.stateFolder, CLAIM_FILE);
    this.#accounts = options.accounts;
  }

  /** A power cut between the account and the mark leaves an account: then the code is dead, so mark it. */
  async start(): Promise<void> {
    if (this.isClaimed()) await this.#mark();
  }

  async stop(): Promise<void> {}

  isClaimed(): boolean {
    return !this.#accounts.isEmpty();
  }

  /** @throws RoomtoneError `ALREADY_CLAIMED`, `CLAIM_CODE_WRONG`, `PASSWORD_REFUSED` */
  async redeem(code: string, password: string): Promise<User> {
    if (this.isClaimed() || this.#claiming) throw alreadyClaimed();
    this.#claiming = true;
    try {
      await this.#check(code);
      const admin = await this.#accounts.create(FIRST_ADMIN, 'admin', password);
      await this.#mark();
      return admin;
    } finally {
      this.#claiming = false;
    }
  }

  async #check(code: string): Promise<void> {
    const state = await openState(this.#path, claimStateSchema, UNCLAIMED);
    const { hash } = state.data;
    if (hash === null || !(await verify(hash, normaliseClaimCode(code)))) throw claimCodeWrong();
  }

  async #mark(): Promise<void> {
    const state = await openState(this.#path, claimStateSchema, UNCLAIMED);
    if (state.data.claimed) return;
    state.data = { v: 1, claimed: true, hash: null };
    await state.write();
  }
}
