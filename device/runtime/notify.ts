// What a program tells systemd of itself (sd_notify(3)): ready, stopping, alive. Node has no datagram sockets of the Unix
// family, so `systemd-notify` says it, which is there wherever systemd starts us; its units need `NotifyAccess=all`.
// Silent without a socket, and under a supervisor of our own, whose programs are no service each.
import { execFile } from 'node:child_process';
import { messageOf } from '../../shared/errors.ts';
import type { Logger } from './log.ts';

/** `systemd-notify` waits until the message was read, at most 5 s; longer means that systemd itself hangs. */
const SAY_TIMEOUT_MS = 6_000;
const VARIABLES = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;
const MICROSECONDS_PER_MS = 1_000;

export type NotifyEnvironment = Readonly<Partial<Record<(typeof VARIABLES)[number], string>>>;

/** Takes systemd's variables out of `process.env`, so that no child of ours speaks in our name. */
export function takeNotifyEnvironment(): NotifyEnvironment {
  const taken = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
  for (const name of VARIABLES) delete process.env[name];
  return process.send === undefined ? taken : {};
}

export class Notify {
  readonly #environment: NotifyEnvironment;
  readonly #log: Pick<Logger, 'warn'>;
  #saying: Promise<void> = Promise.resolve();
  #hasWarned = false;

  constructor(environment: NotifyEnvironment, log: Pick<Logger, 'warn'>) {
    this.#environment = environment;
    this.#log = log;
  }

  /** Within which a sign of life is expected, in ms; null when none is, or of another process. */
  get watchdogMs(): number | null {
    const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: period, WATCHDOG_PID: pid } = this.#environment;
    const ms = Number(period) / MICROSECONDS_PER_MS;
    const isOurs = pid === undefined || Number(pid) === process.pid;
    return socket !== undefined && isOurs && Number.isFinite(ms) && ms > 0 ? ms : null;
  }

  /** In the order of the calls; resolves when systemd has read it, or when that failed, which is logged once. */
  say(...assignments: readonly `${'READY' | 'STOPPING' | 'WATCHDOG' | 'STATUS'}=${string}`[]): Promise<void> {
    const { NOTIFY_SOCKET: socket } = this.#environment;
    if (socket === undefined) return Promise.resolve();
    this.#saying = this.#saying.then(() => this.#run(socket, assignments));
    return this.#saying;
  }

  #run(socket: string, assignments: readonly string[]): Promise<void> {
    const env = { PATH: process.env['PATH'], NOTIFY_SOCKET: socket };
    return new Promise((resolve) => {
      execFile('systemd-notify', assignments, { env, timeout: SAY_TIMEOUT_MS }, (error) => {
        if (error !== null) this.#warn(error);
        resolve();
      });
    });
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn({ reason: messageOf(error).split('\n')[0] }, 'systemd could not be notified');
  }
}
