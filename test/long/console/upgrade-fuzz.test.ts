import { request } from 'node:https';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';

const REQUESTS = 400;
/** What a refusal may be: none of them a failure of ours. 503 says that two are watching. */
const REFUSALS = [400, 401, 403, 404, 421, 426, 429, 503];

describe('a fuzz of WebSocket upgrades', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
    await claimDevice(bench);
  });
  afterAll(() => bench.stop());

  /** Status of the answer; 0 where the connection was closed without one. */
  function upgrade(path: string, headers: Readonly<Record<string, string>>, noise: string): Promise<number> {
    return new Promise((resolve) => {
      const { port } = bench.console;
      const asked = request({
        host: '127.0.0.1',
        port,
        path,
        headers,
        rejectUnauthorized: false,
        agent: false,
        timeout: 5_000,
      });
      asked.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.on('upgrade', (answer, socket) => {
        socket.on('error', () => {});
        socket.write(noise);
        setTimeout(() => socket.destroy(), 20);
        resolve(answer.statusCode ?? 0);
      });
      asked.on('error', () => resolve(0));
      asked.on('timeout', () => asked.destroy());
      asked.end();
    });
  }

  it('C11: random upgrades of every route end in a refusal or a socket, and the console goes on', async () => {
    const paths = ['/api/preview', '/api/aiming', '/', '/api/status', '/nothing'];
    const token = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
    const random = fc.record({
      path: fc.constantFrom(...paths),
      noise: fc.string({ unit: 'binary', maxLength: 300 }),
      isSignedIn: fc.boolean(),
      headers: fc.record(
        {
          host: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: token }),
          origin: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: token }),
          upgrade: fc.oneof({ weight: 4, arbitrary: fc.constant('websocket') }, { weight: 1, arbitrary: token }),
          'sec-websocket-version': fc.constantFrom('13', '8', '', 'x'),
          'sec-websocket-key': fc.oneof(fc.constant('dGhlIHNhbXBsZSBub25jZQ=='), token),
          'sec-websocket-protocol': token,
          'sec-websocket-extensions': token,
        },
        { requiredKeys: ['host', 'origin', 'upgrade'] },
      ),
    });
    await fc.assert(
      fc.asyncProperty(random, async ({ path, noise, isSignedIn, headers }) => {
        const own = bench.console.url;
        const sent = {
          ...headers,
          connection: 'Upgrade',
          host: headers.host || new URL(own).host,
          origin: headers.origin || own,
          ...(isSignedIn && bench.admin.cookie !== null ? { cookie: bench.admin.cookie } : {}),
        };
        const status = await upgrade(path, sent, noise);
        expect(
          status === 0 || status < 400 || REFUSALS.includes(status),
          `${path} ${JSON.stringify(headers)} ${status}`,
        ).toBe(true);
      }),
      { numRuns: REQUESTS, endOnFailure: true },
    );
    expect((await bench.admin.send('GET', '/api/setup')).status).toBe(200);
  });
});
