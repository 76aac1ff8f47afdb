// What a person types to reach the broker, as the requests of the console take it. Pure.
import type { BrokerTestRequest, PutBrokerCredentials } from '../../../shared/broker-test.ts';

export interface TypedCredentials {
  /** As it stands in the field. */
  readonly user: string;
  /** Empty: as it is saved. */
  readonly password: string;
  /** PEM out of a file; undefined: as it is saved, null: to be removed. */
  readonly ca?: string | null;
  readonly certificate?: string | null;
  readonly key?: string | null;
}

/** What differs from what is saved; a user that was emptied is removed, and the password with it. */
export function credentialsOf(typed: TypedCredentials, savedUser: string | null): PutBrokerCredentials {
  const user = typed.user.trim();
  const { ca, certificate, key } = typed;
  return {
    ...(user === (savedUser ?? '') ? {} : { user: user === '' ? null : user }),
    ...(typed.password === '' ? {} : { password: typed.password }),
    ...(user === '' && savedUser !== null ? { password: null } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

export type AskedTest = Omit<BrokerTestRequest, 'stageTimeoutMs'>;

/** `url` undefined: the one that is saved. */
export function testOf(typed: TypedCredentials, savedUser: string | null, url?: string): AskedTest {
  const address = url?.trim() ?? '';
  return { ...(address === '' ? {} : { url: address }), ...credentialsOf(typed, savedUser) };
}
