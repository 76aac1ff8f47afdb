// Invitations: links by which a person makes an account of their own, once, within two days. The device keeps a digest of
// each token and tells the token once, to the admin who invites.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Random } from '../../device/runtime/random.ts';
import type { Invitation } from '../../shared/console-access.ts';
import { ROLES, type Role, type User } from '../../shared/console-api.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { invitationInvalid, notFound } from '../errors.ts';
import type { Accounts } from './accounts.ts';

export const INVITATION_MS = 48 * 3_600_000;
const TOKEN_BYTES = 32;
const INVITATIONS_MAX = 16;

const invitationSchema = z.strictObject({
  digest: z.string().length(64),
  role: z.enum(ROLES),
  by: z.string(),
  expiresMs: z.number(),
});
type Stored = z.infer<typeof invitationSchema>;
const stateSchema = z.strictObject({ v: z.literal(1), invitations: z.array(invitationSchema) });
type State = z.infer<typeof stateSchema>;

export interface InvitationsOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly accounts: Accounts;
}

export class Invitations implements Service {
  readonly name = 'invitations';
  readonly #options: InvitationsOptions;
  #state: Low<State> | undefined;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const path = join(this.#options.stateFolder, 'console', 'invitations.json');
    this.#state = await openState<State>(path, stateSchema, { v: 1, invitations: [] });
  }

  async stop(): Promise<void> {
    this.#state = undefined;
  }

  list(): readonly Invitation[] {
    return this.#open().map(described);
  }

  /** @throws RoomtoneError `TOO_MANY_INVITATIONS`, `STATE_UNWRITABLE` */
  async invite(role: Role, by: string): Promise<Invitation & { readonly token: string }> {
    const { random, clock } = this.#options;
    const open = this.#open();
    if (open.length >= INVITATIONS_MAX) throw tooMany();
    const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
    const stored = { digest: digestOf(token), role, by, expiresMs: clock.wallMs() + INVITATION_MS };
    await this.#write([...open, stored]);
    return { ...described(stored), token };
  }

  /** @throws RoomtoneError `NOT_FOUND` */
  async takeBack(id: string): Promise<void> {
    const open = this.#open();
    const left = open.filter((each) => described(each).id !== id);
    if (left.length === open.length) throw notFound('invitation');
    await this.#write(left);
  }

  /** What an admin who is no more, or no admin any more, has offered is void. */
  async takeBackAllOf(admin: string): Promise<void> {
    await this.#write(this.#open().filter(({ by }) => by !== admin));
  }

  /**
   * Makes the account. The invitation is used up before that, so that no power cut leaves it for a second one; where the
   * name or the password is refused it holds again.
   *
   * @throws RoomtoneError `INVITATION_INVALID`, `PASSWORD_REFUSED`, `USER_EXISTS`, `TOO_MANY_USERS`
   */
  async accept(token: string, name: string, password: string): Promise<{ readonly user: User; readonly by: string }> {
    const digest = digestOf(token);
    const invitation = this.#open().find((each) => each.digest === digest);
    if (invitation === undefined) throw invitationInvalid();
    await this.#write(this.#open().filter((each) => each.digest !== digest));
    try {
      const user = await this.#options.accounts.create(name, invitation.role, password);
      return { user, by: invitation.by };
    } catch (error) {
      await this.#write([...this.#open(), invitation]);
      throw error;
    }
  }

  /** Those that still hold. One that ends further ahead than it could was made by a clock that has been set back. */
  #open(): readonly Stored[] {
    const nowMs = this.#options.clock.wallMs();
    return this.#low().data.invitations.filter(
      ({ expiresMs }) => expiresMs > nowMs && expiresMs - nowMs <= INVITATION_MS,
    );
  }

  async #write(invitations: readonly Stored[]): Promise<void> {
    const state = this.#low();
    state.data = { v: 1, invitations: [...invitations] };
    await state.write();
  }

  #low(): Low<State> {
    if (this.#state === undefined) throw new Error('the invitations are not started');
    return this.#state;
  }
}

const described = ({ digest, role, by, expiresMs }: Stored): Invitation => ({
  id: digest.slice(0, 16),
  role,
  by,
  expiresAt: new Date(expiresMs).toISOString(),
});

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');

const tooMany = () =>
  new RoomtoneError('TOO_MANY_INVITATIONS', `${INVITATIONS_MAX} invitations are open`, 'Take one back first.');
