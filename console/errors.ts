// The console's refusals: their codes, the HTTP status of each, and what is said. Nobody else chooses a status.
import { RoomtoneError } from '../shared/errors.ts';

/** Codes that this program makes. Refusals of sense and link pass through with 409, their faults are 502. */
export const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  REQUEST_INVALID: 400,
  PASSWORD_REFUSED: 400,
  CERTIFICATE_REFUSED: 400,
  SIGN_IN_REQUIRED: 401,
  SIGN_IN_WRONG: 401,
  CODE_NEEDED: 401,
  SETUP_REQUIRED: 403,
  CLAIM_CODE_WRONG: 403,
  FORBIDDEN: 403,
  PASSWORD_NEEDED: 403,
  CODE_WRONG: 403,
  INVITATION_INVALID: 403,
  ORIGIN_FOREIGN: 403,
  NOT_FOUND: 404,
  ALREADY_CLAIMED: 409,
  PREVIEW_OFF: 409,
  USER_EXISTS: 409,
  LAST_ADMIN: 409,
  TOO_MANY_USERS: 409,
  TOO_MANY_INVITATIONS: 409,
  SECOND_FACTOR_ON: 409,
  SECOND_FACTOR_OFF: 409,
  HOST_UNKNOWN: 421,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 502,
  SOCKET_ANSWER_INVALID: 502,
  TOO_MANY_VIEWERS: 503,
  SOCKET_UNREACHABLE: 503,
  STATE_CORRUPT: 500,
  STATE_VERSION_NEW: 500,
  STATE_VERSION_OLD: 500,
  STATE_UNWRITABLE: 507,
};

/** Errors whose own words name files of the device, which are nobody's business: what is said in their place. */
export const WORDS_BY_CODE: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  INTERNAL: { message: 'a program of the device has failed', hint: 'Try again; its log says more.' },
  SOCKET_ANSWER_INVALID: {
    message: 'a program of the device answers what this one does not know',
    hint: 'Restart the device: both must be of the same version.',
  },
  SOCKET_UNREACHABLE: {
    message: 'a program of the device does not answer',
    hint: 'It restarts by itself; try again in a minute.',
  },
  STATE_CORRUPT: { message: 'a file of the device is damaged', hint: 'The log says which.' },
  STATE_VERSION_NEW: { message: 'a file of the device is of a newer version', hint: 'Update the device.' },
  STATE_VERSION_OLD: { message: 'a file of the device is of an older version', hint: 'The log says which.' },
  STATE_UNWRITABLE: { message: 'the device cannot write to its disk', hint: 'Free disk space, then try again.' },
};

export const requestInvalid = (message: string) =>
  new RoomtoneError('REQUEST_INVALID', message, 'Send what the contract describes.');

export const signInRequired = () => new RoomtoneError('SIGN_IN_REQUIRED', 'nobody is signed in', 'Sign in first.');

/** One text for an unknown name and a wrong password: which of the two it was is nobody's business. */
export const signInWrong = () =>
  new RoomtoneError('SIGN_IN_WRONG', 'name or password is wrong', 'Check both, and the caps lock key.');

/** The password was right. */
export const codeNeeded = () =>
  new RoomtoneError('CODE_NEEDED', 'a code of your authenticator is needed', 'Enter the six digits that it shows now.');

export const codeWrong = () =>
  new RoomtoneError('CODE_WRONG', 'the code is wrong', 'Wait for the next one; check the clock of your phone.');

export const passwordNeeded = () =>
  new RoomtoneError('PASSWORD_NEEDED', 'your password is needed once more', 'Enter it beside the change.');

export const invitationInvalid = () =>
  new RoomtoneError(
    'INVITATION_INVALID',
    'this invitation does not hold: it was used, taken back or has ended',
    'Ask for a new one.',
  );

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

export const previewOff = () =>
  new RoomtoneError('PREVIEW_OFF', 'the preview is off', 'An admin switches it on, on the page Live.');

/** `waitSeconds` also goes into the `Retry-After` header. */
export class TooManyRequests extends RoomtoneError {
  readonly waitSeconds: number;

  constructor(waitSeconds: number) {
    super('TOO_MANY_REQUESTS', 'too many attempts', `Wait ${waitSeconds} seconds, then try again.`);
    this.waitSeconds = waitSeconds;
  }
}
