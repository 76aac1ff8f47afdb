// The console program: HTTPS for admins. It opens no device and talks to no broker.
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../device/runtime/clock.ts';
import { createLog } from '../device/runtime/log.ts';
import { LogRing } from '../device/runtime/log-ring.ts';
import { CryptoRandom } from '../device/runtime/random.ts';
import { type Program, runProgram } from '../device/runtime/run-program.ts';
import { Accounts } from './accounts/accounts.ts';
import { Claim } from './accounts/claim.ts';
import { SignInDelay } from './accounts/sign-in-delay.ts';
import { AuditLog } from './audit/audit-log.ts';
import { CertificateStore } from './certificate/certificate-store.ts';
import { HostNames, liveNames } from './guard/host.ts';
import { NoticeRecord } from './kiosk/notice-record.ts';
import { parseConsoleOptions } from './options.ts';
import { PreviewRelay } from './preview/preview-relay.ts';
import { ConsoleServer } from './server.ts';
import { readCookieKey } from './sessions/cookie-key.ts';
import { SessionStore } from './sessions/session-store.ts';
import { Upstream } from './upstream.ts';

/** `dist/web`, seen from `dist/console` and, in development, from `console`. */
const WEB_FOLDER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/web' : '../web', import.meta.url));

async function build(): Promise<Program> {
  const { stateFolder, runFolder, host, port, logLevel } = parseConsoleOptions(process.argv.slice(2));
  const logRing = new LogRing();
  const log = createLog('console', logLevel, logRing);
  const clock = new SystemClock();
  const random = new CryptoRandom();
  const accounts = new Accounts({ stateFolder, clock });
  const claim = new Claim({ stateFolder, accounts });
  const signInDelay = new SignInDelay({ stateFolder, clock, log });
  const sessions = new SessionStore({ stateFolder, clock, random, log });
  const audit = new AuditLog({ stateFolder, clock });
  const upstream = new Upstream(runFolder);
  const notice = new NoticeRecord({ stateFolder, log });
  const server = new ConsoleServer({
    host,
    port,
    log,
    logRing,
    clock,
    accounts,
    claim,
    signInDelay,
    sessions,
    audit,
    upstream,
    certificates: new CertificateStore({ stateFolder, clock, random, names: liveNames }),
    readCookieKey: () => readCookieKey(stateFolder, random),
    hosts: new HostNames(clock),
    preview: new PreviewRelay({ runFolder, log }),
    notice,
    webFolder: WEB_FOLDER,
  });
  const services = [accounts, claim, signInDelay, sessions, audit, upstream, notice, server];
  return { name: 'console', log, services, address: () => `https://${host}:${server.port}` };
}

await runProgram(build);
