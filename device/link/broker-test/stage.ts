// A stage of the broker test: one step on the way to the broker, with its own time-out, and what it found in a plain
// sentence with what to do about it.

import type { BrokerStage, BrokerStageResult } from '../../../shared/broker-test.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { LinkEvent } from '../../../shared/event-codes.ts';
import type { Clock } from '../../runtime/clock.ts';

/** What a stage found wrong. */
export class StageFailed extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const TEXT_MAX = 400;

/** Runs `act`, which gives the sentence of success, and never takes longer than `timeoutMs`. Never throws. */
export async function runStage(
  stage: BrokerStage,
  clock: Clock,
  timeoutMs: number,
  act: (signal: AbortSignal) => Promise<string>,
): Promise<BrokerStageResult> {
  const startMs = clock.monotonicMs();
  const over = new AbortController();
  const late = clock.sleep(timeoutMs, over.signal).then(() => Promise.reject(timedOut(stage, timeoutMs)));
  const ms = () => Math.round(clock.monotonicMs() - startMs);
  try {
    const message = await Promise.race([act(over.signal), late]);
    return { stage, outcome: 'ok', ms: ms(), code: null, message: message.slice(0, TEXT_MAX), hint: '' };
  } catch (error) {
    const { code, message, hint } = error instanceof StageFailed ? error : unexpected(error);
    return { stage, outcome: 'failed', ms: ms(), code, message: message.slice(0, TEXT_MAX), hint };
  } finally {
    over.abort();
    late.catch(() => {});
  }
}

export const skipped = (stage: BrokerStage, message: string): BrokerStageResult => ({
  stage,
  outcome: 'skipped',
  ms: null,
  code: null,
  message,
  hint: '',
});

const TIMEOUT_HINTS: Readonly<Record<BrokerStage, string>> = {
  name: 'Check the network and the name server of this device.',
  tcp: 'A firewall may swallow the connection: open the port between this device and the broker.',
  tls: 'Check that the port speaks TLS; without TLS the address begins with mqtt:// or ws://.',
  login: 'Check that the port speaks MQTT, and with ws:// or wss:// that the path is right.',
  publish: 'The broker does not acknowledge: look into its log.',
  subscribe: 'The broker does not acknowledge: look into its log.',
};

const timedOut = (stage: BrokerStage, timeoutMs: number) =>
  new StageFailed('TIMED_OUT', `No answer within ${timeoutMs / 1_000} seconds.`, TIMEOUT_HINTS[stage]);

const unexpected = (error: unknown) => ({
  code: 'FAILED',
  message: `It failed: ${messageOf(error)}.`,
  hint: 'Look into the log of the broker.',
});

/** What to do about each event that a connection can be worth. */
export const EVENT_HINTS: Readonly<Partial<Record<LinkEvent, string>>> = {
  'broker-ca-unknown': 'Upload the certificate of the authority (CA) that signed the certificate of the broker.',
  'broker-certificate-expired': 'Renew the certificate of the broker, and check the clock of this device.',
  'broker-host-mismatch': 'Use the name that stands in the certificate of the broker, or have it issued for this one.',
  'clock-not-set': 'Give this device a time server: without the time it cannot judge certificates.',
  'device-certificate-refused': 'Upload a certificate and key for this device that the broker accepts.',
  'device-key-exposed': 'Make the key readable for its owner alone (mode 600), and exchange it.',
  'broker-refused': 'Check user, password and certificate of this device, and its rights at the broker.',
  'broker-moved': 'Set the new address of the broker.',
  'broker-name-taken': 'Another device uses the name of this one: enrol one of them anew.',
};
