import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { previewOverlaySchema } from '../../../shared/sense-api.ts';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';

/** The status of a refused upgrade, or 101. */
function upgradeStatus(bench: Bench, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = openPreview(bench, headers);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

function openPreview(bench: Bench, headers: Record<string, string>): WebSocket {
  const url = `${bench.console.url.replace('https', 'wss')}/api/preview`;
  return new WebSocket(url, { headers, rejectUnauthorized: false });
}

async function opened(socket: WebSocket): Promise<WebSocket> {
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

/** The endless answer, read as latin-1. */
async function openPictures(bench: Bench, headers: Record<string, string>) {
  const { request } = await import('node:https');
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const asked = request(`${bench.console.url}/api/preview.mjpeg`, { headers, rejectUnauthorized: false }, resolve);
    asked.once('error', reject).end();
  });
  const read = async (bytes: number) => {
    let text = '';
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      text += (chunk as Buffer).toString('latin1');
      if (text.length > bytes) break;
    }
    return text;
  };
  return { status: response.statusCode, headers: response.headers, read, stop: () => response.destroy() };
}

const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));

describe('the preview socket', () => {
  let bench: Bench;
  const own = () => ({ ...bench.admin.headers });

  beforeAll(async () => {
    bench = await startBench();
    await claimDevice(bench);
    await bench.admin.send('PUT', '/api/preview', { body: { enabled: true } });
  });
  afterAll(() => bench.stop());

  it('C9: is refused before the upgrade without a session, from a foreign origin, and without an origin', async () => {
    const { cookie, origin, ...rest } = own();
    expect(await upgradeStatus(bench, { ...rest, origin: origin ?? '' })).toBe(401);
    expect(await upgradeStatus(bench, { ...own(), origin: 'https://evil.example' })).toBe(403);
    expect(await upgradeStatus(bench, { ...rest, cookie: cookie ?? '' })).toBe(403);
    expect(await upgradeStatus(bench, own())).toBe(101);
  });

  it('sends each picture as an overlay that keeps the contract, then a JPEG', async () => {
    const socket = await opened(openPreview(bench, own()));
    const messages = await new Promise<{ data: Buffer; isBinary: boolean }[]>((resolve) => {
      const got: { data: Buffer; isBinary: boolean }[] = [];
      socket.on('message', (data, isBinary) => {
        got.push({ data: data as Buffer, isBinary });
        if (got.length === 4) resolve(got);
      });
    });
    expect(messages.map(({ isBinary }) => isBinary)).toEqual([false, true, false, true]);
    expect(previewOverlaySchema.parse(JSON.parse(String(messages[0]?.data))).faces).toHaveLength(3);
    expect(messages[1]?.data.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    socket.terminate();
  });

  it('C9: serves two viewers, refuses a third before the upgrade, and lets the next in when one leaves', async () => {
    const first = await opened(openPreview(bench, own()));
    const second = await opened(openPreview(bench, own()));
    expect(await upgradeStatus(bench, own())).toBe(503);
    first.close();
    await closed(first);
    await expect.poll(() => upgradeStatus(bench, own()), { timeout: 5_000 }).toBe(101);
    second.terminate();
  });

  it('C9: gives the mosaic as one endless answer too, to the same two, and ends it with the session', async () => {
    const watch = () => openPictures(bench, own());
    const [first, second] = [await watch(), await watch()];
    expect(first.headers['content-type']).toBe('multipart/x-mixed-replace; boundary=roomtone-picture');
    expect(first.headers['cache-control']).toBe('no-store');
    const parts = await first.read(4_000);
    expect(parts).toMatch(
      /^--roomtone-picture\r\nContent-Type: image\/jpeg\r\nContent-Length: \d+\r\n\r\n\xff\xd8\xff/,
    );
    expect(parts.split('--roomtone-picture').length).toBeGreaterThan(2);
    expect((await watch()).status).toBe(503);
    second.stop();
    await expect.poll(() => upgradeStatus(bench, own()), { timeout: 5_000 }).toBe(101);
    const { cookie, ...stranger } = own();
    expect([cookie !== undefined, (await openPictures(bench, stranger)).status]).toEqual([true, 401]);
    expect(
      (await openPictures(bench, { ...own(), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403);
    first.stop();
  });

  it('C9: ends a viewer who sends more than 4 kB', async () => {
    const socket = await opened(openPreview(bench, own()));
    socket.send('x'.repeat(4_097));
    expect(await closed(socket)).toBe(1_009);
  });

  it('C9: ends within a second of its session', async () => {
    const socket = await opened(openPreview(bench, own()));
    const ended = closed(socket);
    await bench.admin.send('DELETE', '/api/session');
    const signedOutMs = performance.now();
    await ended;
    expect(performance.now() - signedOutMs).toBeLessThan(1_000);
  });
});
