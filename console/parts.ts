// The parts that the routes use. Made by `main`, kept by nobody else.
import type { Logger } from '../device/runtime/log.ts';
import type { LogRing } from '../device/runtime/log-ring.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Claim } from './accounts/claim.ts';
import type { SignInDelay } from './accounts/sign-in-delay.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { HostNames } from './guard/host.ts';
import type { NoticeRecord } from './kiosk/notice-record.ts';
import type { PreviewRelay } from './preview/preview-relay.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { Upstream } from './upstream.ts';

export interface ConsoleParts {
  readonly log: Logger;
  /** The newest lines of that log. */
  readonly logRing: LogRing;
  readonly accounts: Accounts;
  readonly claim: Claim;
  readonly signInDelay: SignInDelay;
  readonly sessions: SessionStore;
  readonly cookieKey: Buffer;
  readonly audit: AuditLog;
  readonly hosts: HostNames;
  readonly upstream: Upstream;
  readonly preview: PreviewRelay;
  readonly notice: NoticeRecord;
  /** Where the built pages are. */
  readonly webFolder: string;
}
