import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditForward } from '../../../../console/audit/audit-forward.ts';
import { AuditLog } from '../../../../console/audit/audit-log.ts';
import { Upstream } from '../../../../console/upstream.ts';
import { type Clock, SystemClock } from '../../../../device/runtime/clock.ts';
import { Lifecycle } from '../../../../device/runtime/lifecycle.ts';
import { createLog } from '../../../../device/runtime/log.ts';
import { CryptoRandom } from '../../../../device/runtime/random.ts';
import { SocketServer } from '../../../../device/runtime/socket-server.ts';
import { socketPaths } from '../../../../device/runtime/sockets.ts';
import { type ConsoleEvent, securityEventsRequestSchema } from '../../../../shared/security-events.ts';
import { FakeClock } from '../../../fixtures/console/fake-clock.ts';
import { until } from '../../link/consumer.ts';

/** What waits longer waits for something to do. */
const RETRY_MAX_MS = 60_000;
const cleanups: (() => Promise<unknown>)[] = [];
let root: string;
let taken: ConsoleEvent[];
/** Requests that link refuses first, as with a full disk. */
let refusals: number;
let requests: number;
/** Link takes requests and never answers. */
let isHanging: boolean;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roomtone-audit-'));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  taken = [];
  refusals = 0;
  requests = 0;
  isHanging = false;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The other side of the contract: link's socket. */
async function startLink(): Promise<SocketServer> {
  const server = new SocketServer({
    name: 'link api',
    socketPath: socketPaths(join(root, 'run')).link,
    log: createLog('link', 'silent'),
    routes: (app) => {
      app.post('/v1/security-events', (request, reply) => {
        const { events } = securityEventsRequestSchema.parse(request.body);
        requests += 1;
        if (isHanging) return new Promise(() => {});
        if (refusals > 0) {
          refusals -= 1;
          return reply.status(409).send({ code: 'EVENTS_NOT_KEPT', message: 'full', hint: '' });
        }
        taken.push(...events);
        return { accepted: events.length };
      });
    },
  });
  await server.start();
  cleanups.push(() => server.stop());
  return server;
}

async function startConsole(clock: Clock = new SystemClock()) {
  const kept = {
    stateFolder: root,
    clock,
    random: new CryptoRandom(),
    log: createLog('console', 'silent'),
  };
  const audit = new AuditLog(kept);
  const upstream = new Upstream(join(root, 'run'));
  const lifecycle = new Lifecycle([audit, upstream, new AuditForward({ ...kept, audit, upstream })]);
  await lifecycle.start(new AbortController().signal);
  cleanups.push(() => lifecycle.stop());
  const act = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from }, (_, index) =>
        audit.append({
          action: 'sign-in-refused',
          actor: null,
          address: '192.0.2.7',
          detail: `number ${from + index}`,
        }),
      ),
    );
  return { act, stop: () => lifecycle.stop() };
}

const details = (to: number) => Array.from({ length: to }, (_, index) => `number ${index}`);

describe('the audit log', () => {
  it('C13: reaches link whole and in order, whoever was away meanwhile', async () => {
    const first = await startConsole();
    await first.act(0, 5);
    const link = await startLink();
    await until(() => taken.length === 5);
    await first.act(5, 8);
    await until(() => taken.length === 8);
    await link.stop();
    await first.act(8, 10);
    await first.stop();

    refusals = 1;
    await startLink();
    const second = await startConsole();
    await second.act(10, 12);
    await until(() => taken.length >= 12);
    expect(taken.map(({ detail }) => detail)).toEqual(details(12));
    expect(new Set(taken.map(({ id }) => id)).size).toBe(12);
  });

  it('C13: waits for a link that is absent, and does not hold up the stop of the console for one that hangs', async () => {
    const console = await startConsole();
    await console.act(0, 2);
    isHanging = true;
    const asked = await startLink();
    await until(() => requests > 0);
    const startMs = performance.now();
    await console.stop();
    expect(performance.now() - startMs).toBeLessThan(1_000);
    isHanging = false;
    const second = await startConsole();
    await until(() => taken.length === 2);
    await second.stop();
    await asked.stop();
    expect(taken.map(({ detail }) => detail)).toEqual(details(2));
  });

  it('C13: a link that is away for a thousand attempts leaves nothing behind', async () => {
    const clock = new HastyClock();
    const console = await startConsole(clock);
    await console.act(0, 1);
    await until(() => clock.held.length >= 1_000);
    await console.stop();
    expect(Math.max(...clock.held)).toBe(0);
  });
});

/** Each wait between two attempts is over at once; `held` is what listened to the signal of each before it began. */
class HastyClock extends FakeClock {
  readonly held: number[] = [];

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const sleep = super.sleep(ms, signal);
    if (ms > RETRY_MAX_MS || signal === undefined) return sleep;
    this.held.push(getEventListeners(signal, 'abort').length - 1);
    setImmediate(() => this.advance(ms));
    return sleep;
  }
}
