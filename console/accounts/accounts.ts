// Accounts: who may sign in. Durable; the file holds argon2id strings, never a password.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import { type Role, type User, userSchema } from '../../shared/console-api.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { notFound } from '../errors.ts';
import { checkPassword, hashPassword, verifyPassword } from './password.ts';

/** More people than that don't look after one box. */
const ACCOUNTS_MAX = 32;

const accountSchema = userSchema.extend({
  disabled: z.boolean().default(false),
  passwordHash: z.string().startsWith('$argon2id$'),
});
type Account = z.infer<typeof accountSchema>;
const stateSchema = z.strictObject({ v: z.literal(1), accounts: z.array(accountSchema).max(ACCOUNTS_MAX) });
type State = z.infer<typeof stateSchema>;

export class Accounts implements Service {
  readonly name = 'accounts';
  readonly #path: string;
  readonly #clock: Clock;
  #state: Low<State> | undefined;

  constructor(options: { readonly stateFolder: string; readonly clock: Clock }) {
    this.#path = join(options.stateFolder, 'console', 'accounts.json');
    this.#clock = options.clock;
  }

  async start(): Promise<void> {
    this.#state = await openState<State>(this.#path, stateSchema, { v: 1, accounts: [] });
  }

  async stop(): Promise<void> {
    this.#state = undefined;
  }

  isEmpty(): boolean {
    return this.#accounts().length === 0;
  }

  list(): readonly User[] {
    return this.#accounts().map(({ name, role, createdAt, disabled }) => ({ name, role, createdAt, disabled }));
  }

  find(name: string): User | undefined {
    return this.list().find((user) => user.name === name);
  }

  /** @throws RoomtoneError `PASSWORD_REFUSED`, `USER_EXISTS`, `TOO_MANY_USERS` */
  async create(name: string, role: Role, password: string): Promise<User> {
    checkPassword(password, name);
    const passwordHash = await hashPassword(password);
    const accounts = this.#accounts();
    if (accounts.some((account) => account.name === name)) {
      throw new RoomtoneError('USER_EXISTS', `there is a user ${name} already`, 'Choose another name.');
    }
    if (accounts.length >= ACCOUNTS_MAX) {
      throw new RoomtoneError('TOO_MANY_USERS', `there are ${ACCOUNTS_MAX} users`, 'Remove one first.');
    }
    const createdAt = new Date(this.#clock.wallMs()).toISOString();
    await this.#write([...accounts, { name, role, createdAt, disabled: false, passwordHash }]);
    return { name, role, createdAt, disabled: false };
  }

  /** The account of `name` when the password is its own and it is not disabled, else null, after the same work. */
  async verify(name: string, password: string): Promise<User | null> {
    const account = this.#accounts().find((each) => each.name === name);
    const matches = await verifyPassword(account?.passwordHash ?? null, password);
    const user = this.find(name);
    return matches && user?.disabled === false ? user : null;
  }

  /** @throws RoomtoneError `NOT_FOUND`, `LAST_ADMIN` */
  async change(name: string, change: { readonly role?: Role | undefined; readonly disabled?: boolean | undefined }) {
    const user = this.find(name);
    if (user === undefined) throw notFound('user');
    const role = change.role ?? user.role;
    const disabled = change.disabled ?? user.disabled;
    await this.#writeWithAdmin(
      name,
      this.#accounts().map((each) => (each.name === name ? { ...each, role, disabled } : each)),
    );
  }

  /** @throws RoomtoneError `PASSWORD_REFUSED`, `NOT_FOUND` */
  async setPassword(name: string, password: string): Promise<void> {
    checkPassword(password, name);
    const passwordHash = await hashPassword(password);
    if (this.find(name) === undefined) throw notFound('user');
    await this.#write(this.#accounts().map((each) => (each.name === name ? { ...each, passwordHash } : each)));
  }

  /** @throws RoomtoneError `NOT_FOUND`, `LAST_ADMIN` */
  async remove(name: string): Promise<void> {
    if (this.find(name) === undefined) throw notFound('user');
    await this.#writeWithAdmin(
      name,
      this.#accounts().filter((account) => account.name !== name),
    );
  }

  /** Somebody must be able to let the others in. */
  async #writeWithAdmin(changed: string, accounts: readonly Account[]): Promise<void> {
    if (!accounts.some(({ role, disabled }) => role === 'admin' && !disabled)) {
      throw new RoomtoneError('LAST_ADMIN', `${changed} is the last admin`, 'Make another admin first.');
    }
    await this.#write(accounts);
  }

  #accounts(): readonly Account[] {
    if (this.#state === undefined) throw new Error('accounts are not started');
    return this.#state.data.accounts;
  }

  async #write(accounts: readonly Account[]): Promise<void> {
    if (this.#state === undefined) throw new Error('accounts are not started');
    this.#state.data = { v: 1, accounts: [...accounts] };
    await this.#state.write();
  }
}
