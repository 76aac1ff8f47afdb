// Some acts need the password again, at that very moment: a session may have been left open at a desk.
import type { FastifyRequest } from 'fastify';
import { signInRequired, signInWrong } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import type { Session } from './session-store.ts';

/** @throws RoomtoneError `SIGN_IN_REQUIRED`, `SIGN_IN_WRONG`, `TOO_MANY_REQUESTS` */
export async function confirmPassword(
  { accounts, signInDelay }: Pick<ConsoleParts, 'accounts' | 'signInDelay'>,
  { signedIn }: Pick<FastifyRequest, 'signedIn'>,
  password: string,
): Promise<Session> {
  if (signedIn === null) throw signInRequired();
  await signInDelay.begin(signedIn.name);
  if ((await accounts.verify(signedIn.name, password)) === null) throw signInWrong();
  await signInDelay.succeed(signedIn.name);
  return signedIn;
}
