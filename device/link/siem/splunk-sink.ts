// Splunk's HTTP Event Collector over HTTPS. A batch is taken when it answers 200 with code 0. Invariant: the token
// stands in one header of one request, and nowhere else.
import { Agent, request } from 'undici';
import { z } from 'zod';
import { messageOf } from '../../../shared/errors.ts';
import type { IntegrationSettings } from '../../../shared/integration-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CredentialFiles } from '../credential-files.ts';
import { isCertificateError } from './certificate-error.ts';
import { hecBatch } from './hec-event.ts';
import { retryAfterMs } from './retry-after.ts';
import type { SecurityEvent } from './security-event.ts';
import { later, type Outcome, type Sink, waitsForPerson } from './sink.ts';

const PATH = '/services/collector/event';
const TIMEOUT_MS = 15_000;
/** Its answers are a line. */
const ANSWER_BYTES_MAX = 4_096;
/** What may stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,256}$/;
/** Splunk, "Possible error codes": no data, bad data, bad index, no event field, event field blank. */
const BAD_EVENT_CODES: ReadonlySet<number> = new Set([5, 6, 7, 12, 13]);

const answerSchema = z.object({ code: z.int() });

export interface SplunkSinkOptions {
  readonly settings: () => Pick<IntegrationSettings, 'splunkUrl'>;
  /** `ca.pem` and `token`. */
  readonly credentials: CredentialFiles;
  readonly clock: Clock;
}

interface Answer {
  readonly status: number;
  readonly code: number | null;
  readonly retryAfter: string | null;
}

export class SplunkSink implements Sink {
  readonly name = 'splunk';
  readonly #options: SplunkSinkOptions;

  constructor(options: SplunkSinkOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#options.settings().splunkUrl !== null;
  }

  async send(events: readonly SecurityEvent[], signal: AbortSignal): Promise<Outcome> {
    try {
      const token = (await this.#options.credentials.readSecret('token'))?.toString('utf8').trim() ?? '';
      if (!TOKEN.test(token)) return waitsForPerson('there is no token, or it is none');
      return this.#judge(await this.#post(hecBatch(events), token, signal));
    } catch (error) {
      return isCertificateError(error) ? waitsForPerson(messageOf(error)) : later(messageOf(error));
    }
  }

  async #post(body: string, token: string, signal: AbortSignal): Promise<Answer> {
    const { settings, credentials } = this.#options;
    const { splunkUrl } = settings();
    if (splunkUrl === null) throw new Error('Splunk is turned off');
    const ca = await credentials.read('ca.pem');
    const dispatcher = new Agent({
      connect: { timeout: TIMEOUT_MS, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca: ca.toString('utf8') }) },
      maxResponseSize: ANSWER_BYTES_MAX,
    });
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await request(addressOf(splunkUrl), {
        method: 'POST',
        headers: { authorization: `Splunk ${token}`, 'content-type': 'application/json' },
        body,
        dispatcher,
        signal,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      });
      const retryAfter = headers['retry-after'];
      const code = codeOf(await answer.text());
      return { status: statusCode, code, retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
    } finally {
      await dispatcher.destroy();
    }
  }

  #judge({ status, code, retryAfter }: Answer): Outcome {
    const reason = `HTTP status ${status}${code === null ? '' : `, code ${code}`}`;
    if (status === 200 && code === 0) return { kind: 'taken' };
    if (status === 413 || (status === 400 && code !== null && BAD_EVENT_CODES.has(code))) {
      return { kind: 'refused', reason };
    }
    if (status === 429 || status >= 500) return later(reason, retryAfterMs(retryAfter, this.#options.clock.wallMs()));
    return waitsForPerson(reason);
  }
}

/** The collector's path, unless the address names another. */
function addressOf(text: string): URL {
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = PATH;
  return url;
}

function codeOf(text: string): number | null {
  try {
    return answerSchema.parse(JSON.parse(text)).code;
  } catch {
    return null;
  }
}
