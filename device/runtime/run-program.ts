// The life of a program: start its services, say `ready`, wait for a signal, stop them in reverse, exit with a code
// from the table. A program that cannot start says one line with a code and what to do. systemd, where it started the
// program, is told the same.
import { isRoomtoneError, messageOf } from '../../shared/errors.ts';
import { STOP_GRACE_MS } from '../../shared/limits.ts';
import { SystemClock } from './clock.ts';
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts';
import type { Service } from './lifecycle.ts';
import { Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { Notify, takeNotifyEnvironment } from './notify.ts';
import { Watchdog } from './watchdog.ts';

export interface Program {
  readonly name: string;
  readonly log: Logger;
  readonly services: readonly Service[];
  /** Where the program can be reached, once it is ready; told to the supervisor. */
  readonly address?: () => string;
}

/** Runs until SIGTERM, SIGINT or the loss of the supervisor, then exits the process. */
export async function runProgram(build: () => Promise<Program>): Promise<void> {
  const ending = new AbortController();
  endOnSignals(ending);
  process.on('disconnect', () => ending.abort());
  const environment = takeNotifyEnvironment();
  try {
    const program = await build();
    const lifecycle = new Lifecycle(program.services, (name, error) =>
      program.log.error({ err: error, service: name }, 'stop failed'),
    );
    await lifecycle.start(ending.signal);
    program.log.info('ready');
    process.send?.({ kind: 'ready', address: program.address?.() });
    const notify = new Notify(environment, program.log);
    const watchdog = new Watchdog({ notify, clock: new SystemClock(), ...program });
    void watchdog.run(ending.signal);
    await untilAborted(ending.signal);
    exitAfterGrace(program.log);
    void notify.say('STOPPING=1', 'STATUS=stopping');
    await lifecycle.stop();
    process.exit(EXIT_CODES.ok);
  } catch (error) {
    if (ending.signal.aborted) process.exit(EXIT_CODES.ok);
    await failWith(error);
  }
}

/** Ctrl-C and a closed terminal reach the whole group: under a supervisor, which stops its programs in order, they are its. */
function endOnSignals(ending: AbortController): void {
  const isSupervised = process.send !== undefined;
  process.on('SIGTERM', () => ending.abort());
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => isSupervised || ending.abort());
}

/** Says `error` as one JSON line on standard error (and to the supervisor) and exits by the table. */
async function failWith(error: unknown): Promise<never> {
  const expected = isRoomtoneError(error);
  const code = expected ? error.code : 'INTERNAL';
  const hint = expected ? error.hint : 'Report it with the log.';
  const stack = expected ? undefined : (error as Error).stack;
  const message = messageOf(error);
  process.stderr.write(`${JSON.stringify({ level: 60, code, msg: message, hint, stack })}\n`);
  const exitCode = exitCodeOf(error);
  await new Promise((resolve) => {
    if (process.send === undefined) resolve(undefined);
    else process.send({ kind: 'failed', code, message, hint, exitCode }, resolve);
  });
  process.exit(exitCode);
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function exitAfterGrace(log: Logger): void {
  setTimeout(() => {
    log.error('services did not stop in time');
    process.exit(EXIT_CODES.software);
  }, STOP_GRACE_MS).unref();
}
