// Link: takes released windows from sense and brings them to the broker, for ever.
import './young-generation.ts';

import { SystemClock } from '../runtime/clock.ts';
import { ClockWatch } from '../runtime/clock-watch.ts';
import { readIdentity } from '../runtime/identity-file.ts';
import { createLog } from '../runtime/log.ts';
import { LogRing } from '../runtime/log-ring.ts';
import { CryptoRandom } from '../runtime/random.ts';
import { runProgram } from '../runtime/run-program.ts';
import { readHardware, readSoftware } from './announce/hardware.ts';
import { buildLink } from './link.ts';
import { readOptions } from './options.ts';

const RESTART_AFTER_MS = 500;

await runProgram(async () => {
  const options = readOptions(process.argv.slice(2));
  const logRing = new LogRing();
  const log = createLog('link', options.logLevel, logRing);
  const clock = new SystemClock();
  const link = buildLink({
    options,
    identity: await readIdentity(options.state),
    hardware: await readHardware(),
    software: readSoftware(),
    clock,
    random: new CryptoRandom(),
    log,
    logRing,
    // After the answer to the command has left.
    restart: () => setTimeout(() => process.kill(process.pid, 'SIGTERM'), RESTART_AFTER_MS),
  });
  const services = [new ClockWatch({ clock, refresh: () => clock.refresh() }), ...link];
  return { name: 'link', log, services };
});
