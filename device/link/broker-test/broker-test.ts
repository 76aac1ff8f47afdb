// The broker test goes the way of a connection step by step and says how far it came: name, TCP, TLS, login, publish,
// subscribe. It speaks under a name of its own, so that the running session of this device is not disturbed.
import {
  BROKER_STAGES,
  type BrokerStage,
  type BrokerStageResult,
  type BrokerTestRequest,
  type BrokerTestResponse,
} from '../../../shared/broker-test.ts';
import { RoomtoneError } from '../../../shared/errors.ts';
import type { Identity } from '../../../shared/identity.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Broker, withoutSecret } from '../mqtt/broker.ts';
import type { Connection } from '../mqtt/connection.ts';
import type { Credentials } from '../mqtt/credentials.ts';
import { logIn, publishProbe, subscribeProbe } from './mqtt-stages.ts';
import { connectTcp, findName, shakeHands } from './network-stages.ts';
import { runStage, skipped } from './stage.ts';
import { targetOf } from './target.ts';

export interface BrokerTestOptions {
  readonly identity: Identity;
  readonly credentials: Credentials;
  readonly broker: Broker;
  readonly clock: Clock;
}

export class BrokerTest {
  readonly #options: BrokerTestOptions;
  #isRunning = false;

  constructor(options: BrokerTestOptions) {
    this.#options = options;
  }

  /** @throws RoomtoneError `BROKER_TEST_BUSY`, `BROKER_NOT_SET`, `CREDENTIALS_EXPOSED` */
  async run(request: BrokerTestRequest): Promise<BrokerTestResponse> {
    if (this.#isRunning) throw busy();
    this.#isRunning = true;
    try {
      return await this.#run(request);
    } finally {
      this.#isRunning = false;
    }
  }

  async #run(request: BrokerTestRequest): Promise<BrokerTestResponse> {
    const { identity, credentials, broker, clock } = this.#options;
    const url = request.url ?? broker.url;
    if (url === null) throw notSet();
    const target = targetOf(url, request, await credentials.read(), identity, clock);
    const results: BrokerStageResult[] = [];
    let connection: Connection | undefined;
    const step = async (stage: BrokerStage, act: (signal: AbortSignal) => Promise<string>) => {
      if (results.some(({ outcome }) => outcome === 'failed')) results.push(skipped(stage, 'A step before it failed.'));
      else results.push(await runStage(stage, clock, request.stageTimeoutMs, act));
    };
    await step('name', () => findName(target));
    await step('tcp', (signal) => connectTcp(target, signal));
    if (target.isSecure) await step('tls', (signal) => shakeHands(target, signal));
    else results.push(skipped('tls', 'This address asks for no encryption: whoever can listen can read it.'));
    await step('login', async (signal) => {
      connection = await logIn(target, signal);
      return `The broker accepts this device (MQTT ${connection.protocol}).`;
    });
    await step('publish', () => publishProbe(target, connection));
    await step('subscribe', () => subscribeProbe(target, connection));
    connection?.destroy();
    return reportOf(url, results, connection);
  }
}

function reportOf(
  url: string,
  stages: readonly BrokerStageResult[],
  connection: Connection | undefined,
): BrokerTestResponse {
  const ok = stages.length === BROKER_STAGES.length && stages.every(({ outcome }) => outcome !== 'failed');
  return { url: withoutSecret(url), ok, protocol: connection?.protocol ?? null, stages: [...stages] };
}

const busy = () =>
  new RoomtoneError('BROKER_TEST_BUSY', 'a test of the broker is going on', 'Wait until it has ended.');

const notSet = () =>
  new RoomtoneError('BROKER_NOT_SET', 'no broker is set', 'Give an address to test, or set one in the configuration.');
