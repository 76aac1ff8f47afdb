import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type ConsoleFolders, makeFolders, removeFolders } from '../../fixtures/console/running-console.ts';

const PROGRAM = fileURLToPath(new URL('../../../console/main.ts', import.meta.url));
const BODY_BYTES = 50 * 1024 * 1024;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

describe('a console that is abused', () => {
  let folders: ConsoleFolders;
  let program: ChildProcess;
  let port: number;
  let client: ApiClient;
  let trickle: NodeJS.Timeout | undefined;
  const opened: TLSSocket[] = [];

  beforeAll(async () => {
    folders = await makeFolders();
    port = await freePort();
    const options = ['--state', folders.state, '--run', folders.run, '--port', String(port), '--log-level', 'silent'];
    program = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(program, 'message');
    client = new ApiClient(`https://localhost:${port}`);
  });
  afterAll(async () => {
    clearInterval(trickle);
    for (const socket of opened) socket.destroy();
    const exited = once(program, 'exit');
    program.kill('SIGTERM');
    await exited;
    await removeFolders(folders);
  });

  const residentMb = async () => {
    const text = await readFile(`/proc/${program.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) / 1_024;
  };

  async function open(): Promise<TLSSocket> {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    opened.push(socket);
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    return socket;
  }

  /** Milliseconds of each of 40 requests on connections of their own, sorted. */
  async function answerTimes(): Promise<readonly number[]> {
    const times: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const startMs = performance.now();
      expect((await client.send('GET', '/api/setup', { headers: { connection: 'close' } })).status).toBe(200);
      times.push(performance.now() - startMs);
    }
    return times.sort((a, b) => a - b);
  }

  it('C12: with 200 slow sockets, 100 idle ones and a body of 50 MB it still answers, in bounded memory', async () => {
    await answerTimes();
    const beforeMb = await residentMb();
    const slow = await Promise.all(Array.from({ length: 200 }, open));
    trickle = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('x');
    }, 500);
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    await Promise.all(Array.from({ length: 100 }, open));
    const flood = await open();
    flood.write(
      `POST /api/session HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: https://localhost:${port}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`,
    );
    flood.write(Buffer.alloc(BODY_BYTES, 0x20));

    const times = await answerTimes();
    const p95Ms = times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY;
    const grownMb = (await residentMb()) - beforeMb;
    console.log(`p95 ${p95Ms.toFixed(0)} ms, resident memory grew by ${grownMb.toFixed(0)} MB`);
    expect(p95Ms).toBeLessThan(1_000);
    expect(grownMb).toBeLessThan(120);

    const closed = () => slow.filter((socket) => socket.destroyed).length;
    await expect.poll(closed, { timeout: 30_000, interval: 500 }).toBe(200);
    expect((await client.send('GET', '/api/setup')).status).toBe(200);
  });
});
