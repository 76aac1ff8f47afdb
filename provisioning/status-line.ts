// What the person who typed `npm start` sees: one line that refreshes on a terminal, a line a change elsewhere, one JSON
// object a line with --json. Warnings of the programs stand above the status line, never in it.
import { z } from 'zod';
import type { LinkStatus } from '../shared/link-api.ts';
import type { SenseHealth } from '../shared/messages.ts';

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
}

/** A line of pino: what is not named here are the fields of the call. */
const logLineSchema = z
  .object({ level: z.number(), msg: z.string().default(''), time: z.string().optional(), name: z.string().optional() })
  .catchall(z.unknown());
const LEVEL_NAMES: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};
const CLEAR_LINE = '\r\u001b[2K';

export class StatusLine {
  readonly #output: Output;
  readonly #json: boolean;
  #shown = '';

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  /** An event of the run. `fields` stand in the JSON line only, `words` on the terminal only. */
  say(type: string, words: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (this.#json) this.#output.write(`${JSON.stringify({ type, ...fields })}\n`);
    else this.#aboveStatus(`${words}\n`);
  }

  show(status: LinkStatus): void {
    if (this.#json) {
      this.say('status', '', statusFields(status));
      return;
    }
    const text = statusWords(status);
    if (!this.#output.isTTY && text === this.#shown) return;
    this.#shown = text;
    this.#output.write(this.#output.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
  }

  /** A line of a program's log. What is not JSON is shown as it is. */
  log(program: string, line: string): void {
    const { level, words } = parseLogLine(line);
    this.say('log', `${program} ${level}: ${words}`, { program, level, message: words });
  }

  #aboveStatus(text: string): void {
    const live = this.#output.isTTY && this.#shown !== '';
    this.#output.write(live ? `${CLEAR_LINE}${text}${this.#shown}` : text);
  }
}

function parseLogLine(line: string): { readonly level: string; readonly words: string } {
  try {
    const { level, msg, time, name, ...fields } = logLineSchema.parse(JSON.parse(line));
    const details = Object.entries(fields).map(([key, value]) => ` ${key}=${detail(value)}`);
    return { level: LEVEL_NAMES[level] ?? `${level}`, words: `${msg}${details.join('')}` };
  } catch {
    return { level: 'output', words: line };
  }
}

/** An error is shown by its message, without its stack. */
function detail(value: unknown): string {
  const message = (value as { readonly message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : typeof value === 'string' ? value : JSON.stringify(value);
}

function statusFields({ broker, outbox, windows, sense }: LinkStatus) {
  const { published, suppressed, lastReason } = windows;
  const source = sense?.sources[0]?.state ?? null;
  return {
    source,
    fps: sense?.fpsStep ?? null,
    published,
    suppressed,
    lastReason,
    connected: broker.connected,
    outbox: outbox.depth,
  };
}

function sourceWords({ sources, fpsStep }: SenseHealth): string {
  const [camera] = sources;
  if (camera === undefined || camera.state === 'running') return `${fpsStep} fps`;
  if (camera.state === 'idle') return 'camera idle until the device is set up on the console';
  return `camera ${camera.state}${camera.cause === null ? '' : ` (${camera.cause})`}`;
}

/** Such as `10 fps · 4 windows published · 2 suppressed, last reason cohort · broker connected`. */
export function statusWords({ broker, outbox, windows, sense }: LinkStatus): string {
  return [
    sense === null ? 'sense is starting' : sourceWords(sense),
    `${windows.published} windows published`,
    `${windows.suppressed} suppressed${windows.lastReason === null ? '' : `, last reason ${windows.lastReason}`}`,
    broker.connected ? 'broker connected' : `broker away (${broker.reason ?? 'connecting'}), ${outbox.depth} waiting`,
  ].join(' · ');
}
