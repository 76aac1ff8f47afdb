// The console's refusals: their codes, the HTTP status of each, and what is said. Nobody else chooses a status.
import { RoomtoneError } from '../shared/errors.ts';

/** Codes that this program makes. Those of sense and link pass through with 409, see `error-answer.ts`. */
export const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  REQUEST_INVALID: 400,
  PASSWORD_REFUSED: 400,
  SIGN_IN_REQUIRED: 401,
  SIGN_IN_WRONG: 401,
  SETUP_REQUIRED: 403,
  CLAIM_CODE_WRONG: 403,
  FORBIDDEN: 403,
  ORIGIN_FOREIGN: 403,
  NOT_FOUND: 404,
  ALREADY_CLAIMED: 409,
  USER_EXISTS: 409,
  LAST_ADMIN: 409,
  TOO_MANY_USERS: 409,
  HOST_UNKNOWN: 421,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_VIEWERS: 503,
  SOCKET_UNREACHABLE: 503,
  STATE_UNWRITABLE: 507,
};

export const requestInvalid = (message: string) =>
  new RoomtoneError('REQUEST_INVALID', message, 'Send what the contract describes.');

export const signInRequired = () => new RoomtoneError('SIGN_IN_REQUIRED', 'nobody is signed in', 'Sign in first.');

/** One text for an unknown name and a wrong password: which of the two it was is nobody's business. */
export const signInWrong = () =>
  new RoomtoneError('SIGN_IN_WRONG', 'name or password is wrong', 'Check both, and the caps lock key.');

export const setupRequired = () =>
  new RoomtoneError(
    'SETUP_REQUIRED',
    'this device is not claimed yet',
    'Open the start page and enter the claim code.',
  );

export const claimCodeWrong = () =>
  new RoomtoneError('CLAIM_CODE_WRONG', 'the claim code is wrong', 'Read it again; a restart makes a new one.');

export const alreadyClaimed = () =>
  new RoomtoneError('ALREADY_CLAIMED', 'this device is claimed', 'Sign in with the admin account.');

export const forbidden = () => new RoomtoneError('FORBIDDEN', 'your role may not do this', 'Ask an admin.');

export const originForeign = () =>
  new RoomtoneError('ORIGIN_FOREIGN', 'the request comes from another site', 'Use the pages of this device.');

export const hostUnknown = () =>
  new RoomtoneError('HOST_UNKNOWN', 'this device has no such name', 'Use its address, its host name or localhost.');

export const notFound = (what: string) => new RoomtoneError('NOT_FOUND', `there is no such ${what}`, '');

export const tooManyViewers = () =>
  new RoomtoneError('TOO_MANY_VIEWERS', 'two people are watching already', 'Close the preview in another window.');

/** `waitSeconds` also goes into the `Retry-After` header. */
export class TooManyRequests extends RoomtoneError {
  readonly waitSeconds: number;

  constructor(waitSeconds: number) {
    super('TOO_MANY_REQUESTS', 'too many attempts', `Wait ${waitSeconds} seconds, then try again.`);
    this.waitSeconds = waitSeconds;
  }
}
