// `roomtone start`: the three programs and, unless another is named, a broker, under one small supervisor. For a laptop
// and for development; on a device systemd does the same with units of their own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../device/runtime/clock.ts';
import { FolderLock } from '../device/runtime/folder-lock.ts';
import { CryptoRandom } from '../device/runtime/random.ts';
import { untilAborted } from '../device/runtime/run-program.ts';
import { Appliance } from './appliance.ts';
import { sourcesCommand } from './sources.ts';
import { parseStartOptions, START_HELP } from './start-options.ts';
import { StatusLine } from './status-line.ts';

/** Runs until a signal or `--exit-after`. @returns the exit code */
export async function startCommand(args: readonly string[]): Promise<number> {
  const options = parseStartOptions(args);
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  if (options.listSources) return sourcesCommand(options.json ? ['--json'] : []);
  const ending = endOnSignal();
  const runFolder = await mkdtemp(join(tmpdir(), 'roomtone-'));
  const status = new StatusLine(
    { write: (text) => process.stdout.write(text), isTTY: process.stdout.isTTY },
    options.json,
  );
  const appliance = new Appliance({ options, runFolder, status, clock: new SystemClock(), random: new CryptoRandom() });
  const lock = new FolderLock(options.stateFolder);
  try {
    await lock.take();
    const starting = appliance.start();
    starting.catch(() => {}); // what fails after a stop was asked for is no news
    await Promise.race([starting, untilAborted(ending)]);
    await appliance.run(ending);
  } catch (error) {
    if (!ending.aborted) throw error; // a program that was told to stop before it was ready is no fault
  } finally {
    await appliance.stop();
    await lock.release();
    await rm(runFolder, { recursive: true, force: true });
  }
  status.say('stopped', 'stopped');
  return 0;
}

/** Aborted by the first Ctrl-C or SIGTERM; the stop itself is bounded, so a second one changes nothing. */
function endOnSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  return ending.signal;
}
