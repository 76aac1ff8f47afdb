// Some acts need the password again, at that very moment: a session may have been left open at a desk.
import type { FastifyRequest } from 'fastify';
import { confirmationOf } from '../accounts/sign-in-delay.ts';
import { audit } from '../audit/request-audit.ts';
import { passwordNeeded, signInRequired, signInWrong } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import type { Session } from './session-store.ts';

type Needed = Pick<ConsoleParts, 'accounts' | 'signInDelay' | 'audit' | 'log'>;

/** @throws RoomtoneError `SIGN_IN_REQUIRED`, `SIGN_IN_WRONG`, `TOO_MANY_REQUESTS` */
export async function confirmPassword(
  parts: Needed,
  request: Pick<FastifyRequest, 'signedIn' | 'ip'>,
  password: string,
): Promise<Session> {
  const { signedIn } = request;
  if (signedIn === null) throw signInRequired();
  const counters = confirmationOf(signedIn.name);
  await parts.signInDelay.begin(counters);
  if ((await parts.accounts.verify(signedIn.name, password)) === null) {
    await audit(parts, request, 'confirmation-refused');
    throw signInWrong();
  }
  await parts.signInDelay.succeed(counters);
  return signedIn;
}

/** Where an act makes an admin. @throws RoomtoneError `PASSWORD_NEEDED`, and those of {@link confirmPassword} */
export async function confirmAdmin(
  parts: Needed,
  request: Pick<FastifyRequest, 'signedIn' | 'ip'>,
  { role, confirm }: { readonly role?: string | undefined; readonly confirm?: string | undefined },
): Promise<void> {
  if (role !== 'admin') return;
  if (confirm === undefined) throw passwordNeeded();
  await confirmPassword(parts, request, confirm);
}
