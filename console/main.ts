// The console program: HTTPS for admins. It opens no device and talks to no broker.
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../device/runtime/clock.ts';
import { createLog } from '../device/runtime/log.ts';
import { LogRing } from '../device/runtime/log-ring.ts';
import { CryptoRandom } from '../device/runtime/random.ts';
import { type Program, runProgram } from '../device/runtime/run-program.ts';
import { parseConsoleOptions } from './options.ts';
import { makeParts } from './parts.ts';
import { ConsoleServer } from './server.ts';
import { readCookieKey } from './sessions/cookie-key.ts';

/** `dist/web`, seen from `dist/console` and, in development, from `console`. */
const WEB_FOLDER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/web' : '../web', import.meta.url));

async function build(): Promise<Program> {
  const { port, logLevel, kioskAddresses, ...options } = parseConsoleOptions(process.argv.slice(2));
  const { stateFolder, host } = options;
  const logRing = new LogRing();
  const log = createLog('console', logLevel, logRing);
  const clock = new SystemClock();
  const random = new CryptoRandom();
  await clock.refresh();
  const parts = makeParts({ ...options, clock, random, log, logRing });
  const readKey = () => readCookieKey(stateFolder, random);
  const server = new ConsoleServer({
    ...parts,
    host,
    port,
    kioskAddresses,
    readCookieKey: readKey,
    webFolder: WEB_FOLDER,
  });
  const address = () => `https://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  return { name: 'console', log, services: [...parts.services, server], address };
}

await runProgram(build);
