// Requests to the device. Answers were checked against their schema by the console a moment ago, so the pages take them
// as their types say and carry no second copy of the checker.
import type { ApiError } from '../../../shared/console-api.ts';
import { t } from '../strings/strings.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message, hint }: ApiError) {
    super(t.errors.codes[code] ?? sentence(message, hint));
    this.status = status;
    this.code = code;
  }
}

interface RequestOptions {
  readonly body?: unknown;
  /** Made by a timer, so it does not keep the session alive. */
  readonly background?: boolean;
}

/** @throws Refusal when the device says no, or does not answer (`code` OFFLINE) */
export async function request<T>(method: string, path: string, { body, background }: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (background === true) headers['x-roomtone-background'] = '1';
  const init: RequestInit = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(path, init).catch(() => null);
  if (answer === null) throw offline();
  const value: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, (value as ApiError | null) ?? internal());
  return value as T;
}

const offline = () => new Refusal(0, { code: 'OFFLINE', message: t.errors.offline, hint: '' });
const internal = (): ApiError => ({ code: 'INTERNAL', message: t.errors.unknown, hint: '' });

function sentence(message: string, hint: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return [/[.!?…]$/.test(first) ? first : `${first}.`, hint].filter((part) => part !== '').join(' ');
}
