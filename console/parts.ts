// The parts that the routes use, and how they are made. Kept by nobody else.
import type { Clock } from '../device/runtime/clock.ts';
import type { Service } from '../device/runtime/lifecycle.ts';
import type { Logger } from '../device/runtime/log.ts';
import type { LogRing } from '../device/runtime/log-ring.ts';
import type { Random } from '../device/runtime/random.ts';
import { Accounts } from './accounts/accounts.ts';
import { Claim } from './accounts/claim.ts';
import { Invitations } from './accounts/invitations.ts';
import { SecondFactor } from './accounts/second-factor.ts';
import { SignInDelay } from './accounts/sign-in-delay.ts';
import { AuditForward } from './audit/audit-forward.ts';
import { AuditLog } from './audit/audit-log.ts';
import { certificateNames } from './certificate/certificate-names.ts';
import { type CertificateFiles, CertificateStore } from './certificate/certificate-store.ts';
import { HostNames, liveNames } from './guard/host.ts';
import { FeedbackTexts } from './kiosk/feedback-texts.ts';
import { NoticeRecord } from './kiosk/notice-record.ts';
import { SentimentLexicon } from './kiosk/sentiment.ts';
import { PreviewRelay } from './preview/preview-relay.ts';
import { SessionStore } from './sessions/session-store.ts';
import { Upstream } from './upstream.ts';

export interface ConsoleParts {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** The newest lines of that log. */
  readonly logRing: LogRing;
  readonly accounts: Accounts;
  readonly claim: Claim;
  readonly signInDelay: SignInDelay;
  readonly secondFactor: SecondFactor;
  readonly invitations: Invitations;
  readonly sessions: SessionStore;
  readonly cookieKey: Buffer;
  readonly audit: AuditLog;
  readonly certificates: CertificateStore;
  readonly hosts: HostNames;
  readonly upstream: Upstream;
  readonly preview: PreviewRelay;
  readonly notice: NoticeRecord;
  readonly feedbackTexts: FeedbackTexts;
  /** Where the built pages are. */
  readonly webFolder: string;
}

export interface PartsOptions {
  readonly stateFolder: string;
  readonly runFolder: string;
  /** Where the console listens. */
  readonly host: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly logRing: LogRing;
  readonly certificateFiles?: CertificateFiles | undefined;
}

/** What can be made before anything is read, and the services among it in the order of their start. */
export function makeParts(options: PartsOptions) {
  const { stateFolder, runFolder, host, clock, random, log, logRing } = options;
  const kept = { stateFolder, clock, random, log } as const;
  const accounts = new Accounts(kept);
  const claim = new Claim({ stateFolder, accounts });
  const signInDelay = new SignInDelay(kept);
  const secondFactor = new SecondFactor(kept);
  const invitations = new Invitations({ ...kept, accounts });
  const sessions = new SessionStore(kept);
  const audit = new AuditLog(kept);
  const upstream = new Upstream(runFolder);
  const auditForward = new AuditForward({ ...kept, audit, upstream });
  const notice = new NoticeRecord(kept);
  const feedbackTexts = new FeedbackTexts({ ...kept, lexicon: new SentimentLexicon() });
  const names = () => certificateNames(host);
  const certificates = new CertificateStore({ ...kept, names, files: options.certificateFiles });
  const hosts = new HostNames(clock, liveNames, () => certificates.broughtNames());
  const preview = new PreviewRelay({ runFolder, log });
  const entering = { accounts, claim, signInDelay, secondFactor, invitations, sessions, audit } as const;
  const services: readonly Service[] = [...Object.values(entering), upstream, auditForward, notice, feedbackTexts];
  return { ...kept, logRing, ...entering, upstream, notice, feedbackTexts, certificates, hosts, preview, services };
}
