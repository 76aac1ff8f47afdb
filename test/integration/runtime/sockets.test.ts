import { getEventListeners } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../../device/runtime/log.ts';
import { SocketClient } from '../../../device/runtime/socket-client.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import { RoomtoneError } from '../../../shared/errors.ts';

let folder: string;
let server: SocketServer;
let client: SocketClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-socket-'));
  const socketPath = join(folder, 'part', 'api');
  server = new SocketServer({
    name: 'test socket',
    socketPath,
    log: createLog('test', 'silent'),
    routes: (app) => {
      app.get('/ok', () => ({ value: 7 }));
      app.get('/hangs', () => new Promise(() => {}));
      app.get('/refuses', () => {
        throw new RoomtoneError('BUDGET_SPENT', 'the budget of the day is spent', 'Wait until tomorrow.');
      });
      app.get('/breaks', () => {
        throw new Error('a secret detail');
      });
      app.post('/parses', ({ body }) => z.strictObject({ count: z.int() }).parse(body));
    },
  });
  await server.start();
  client = new SocketClient(socketPath);
});
afterEach(async () => {
  await client.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const anything = z.unknown();

it('answers by contract over a socket of mode 600', async () => {
  const answer = await client.request({ method: 'GET', path: '/ok', response: z.strictObject({ value: z.int() }) });
  expect(answer.value).toBe(7);
  expect((await stat(join(folder, 'part', 'api'))).mode & 0o777).toBe(0o600);
});

it('carries a refusal with its code and hint to the caller', async () => {
  await expect(client.request({ method: 'GET', path: '/refuses', response: anything })).rejects.toMatchObject({
    code: 'BUDGET_SPENT',
    hint: 'Wait until tomorrow.',
  });
});

it('tells nothing of a fault of ours', async () => {
  await expect(client.request({ method: 'GET', path: '/breaks', response: anything })).rejects.toMatchObject({
    code: 'INTERNAL',
    message: 'an internal error',
  });
});

it('refuses a body that the contract does not know', async () => {
  const request = { method: 'POST', path: '/parses', response: anything } as const;
  await expect(client.request({ ...request, body: { count: 'many' } })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  await expect(client.request({ ...request, body: { count: 1, more: 2 } })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
});

it('leaves no socket behind, and says that nobody answers', async () => {
  await server.stop();
  await server.stop();
  expect(await readdir(join(folder, 'part'))).toEqual([]);
  await expect(client.request({ method: 'GET', path: '/ok', response: anything })).rejects.toMatchObject({
    code: 'SOCKET_UNREACHABLE',
  });
});

it('lets nobody wait for a request that hangs, and gives that one up in its time', async () => {
  const hanging = Array.from({ length: 3 }, () =>
    client
      .request({ method: 'GET', path: '/hangs', response: anything, timeoutMs: 1_500 })
      .catch((error) => error.code),
  );
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, () => client.request({ method: 'GET', path: '/ok', response: anything })),
  );
  expect(performance.now() - startMs).toBeLessThan(1_200);
  expect(await Promise.all(hanging)).toEqual(Array.from({ length: 3 }, () => 'SOCKET_UNREACHABLE'));
});

it('counts the wait in line too: twenty that hang are all given up in the time of one', async () => {
  const ask = () =>
    client.request({ method: 'GET', path: '/hangs', response: anything, timeoutMs: 400 }).catch((error) => error.code);
  const startMs = performance.now();
  const codes = await Promise.all(Array.from({ length: 20 }, ask));
  expect(new Set(codes)).toEqual(new Set(['SOCKET_UNREACHABLE']));
  expect(performance.now() - startMs).toBeLessThan(1_200);
});

it('names an answer that the contract does not know', async () => {
  const request = client.request({ method: 'GET', path: '/ok', response: z.strictObject({ value: z.string() }) });
  await expect(request).rejects.toMatchObject({ code: 'SOCKET_ANSWER_INVALID' });
});

it('leaves nothing on a signal that lives on, whether a thousand requests are answered or find nobody', async () => {
  const living = new AbortController();
  const { signal } = living;
  const ask = { method: 'GET', response: anything, signal } as const;
  const held = () => getEventListeners(signal, 'abort').length;
  const counts: number[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    await client.request({ ...ask, path: n % 2 === 0 ? '/ok' : '/refuses' }).catch(() => {});
    counts.push(held());
  }
  await server.stop();
  for (let n = 0; n < 1_000; n += 1) {
    await client.request({ ...ask, path: '/ok' }).catch(() => {});
    counts.push(held());
  }
  expect(Math.max(...counts)).toBe(0);
});
