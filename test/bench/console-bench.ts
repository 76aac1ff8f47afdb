// `npm run bench -- console`: twenty viewers of the whole appliance on the demo room, two of them watching the preview,
// while sense works: how long the API takes, beside one viewer alone in the same run, and what the console needs.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { StartedAppliance } from '../fixtures/appliance.ts';
import { ApiClient } from '../fixtures/console/api-client.ts';
import { median, percentile, rounded } from './statistics.ts';

const VIEWERS = 20;
const WATCHING = 2;
/** As the pages do: the status every 2 s, the windows every 5 s. */
const ASKED = [
  { path: '/api/status', periodMs: 2_000 },
  { path: '/api/windows?limit=60', periodMs: 5_000 },
] as const;
const PASSWORD = 'a quiet room with plants';

export interface ConsoleFigures {
  readonly viewers: number;
  readonly requests: number;
  readonly refused: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The same requests by one viewer alone, before the others came. */
  readonly aloneP95Ms: number;
  readonly ratio: number;
  readonly previewFps: number;
  readonly thirdViewer: string;
  readonly consoleRssMb: number;
  readonly senseFps: number | null;
}

/** Needs `npm run build`. */
export async function benchConsole(seconds: number): Promise<ConsoleFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-console-bench-'));
  const appliance = new StartedAppliance(['--state', folder]);
  try {
    const { console: url, claimCode, pids } = await appliance.started();
    const admin = new ApiClient(url);
    await admin.send('POST', '/api/setup/claim', { body: { code: claimCode, password: PASSWORD } });
    await admin.send('PUT', '/api/preview', { body: { enabled: true } });
    await delay(5_000);
    const alone = await visit(admin, seconds / 3);
    const watching = await Promise.all(Array.from({ length: WATCHING }, () => watch(admin)));
    const thirdViewer = await refusalOf(admin);
    const startedMs = performance.now();
    const visits = await Promise.all(Array.from({ length: VIEWERS }, (_, index) => visit(admin, seconds, index * 97)));
    const pictures = watching.reduce((sum, viewer) => sum + viewer.pictures, 0);
    const previewFps = pictures / WATCHING / ((performance.now() - startedMs) / 1_000);
    const { json } = await admin.send('GET', '/api/status');
    for (const { socket } of watching) socket.terminate();
    const times = visits.flatMap((visitor) => visitor.times);
    const [p95Ms, aloneP95Ms] = [percentile(times, 0.95), percentile(alone.times, 0.95)];
    return {
      viewers: VIEWERS,
      requests: times.length,
      refused: visits.reduce((sum, visitor) => sum + visitor.refused, 0),
      medianMs: rounded(median(times)),
      p95Ms: rounded(p95Ms),
      aloneP95Ms: rounded(aloneP95Ms),
      ratio: rounded(p95Ms / aloneP95Ms),
      previewFps: rounded(previewFps),
      thirdViewer,
      consoleRssMb: await residentMb(pids['console'] ?? 0),
      senseFps: json?.sense?.fps ?? null,
    };
  } finally {
    await appliance.interrupt();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One page, open for `seconds`. */
async function visit(client: ApiClient, seconds: number, offsetMs = 0) {
  const times: number[] = [];
  let refused = 0;
  const endMs = performance.now() + seconds * 1_000;
  await delay(offsetMs);
  const ask = async ({ path, periodMs }: (typeof ASKED)[number]) => {
    while (performance.now() < endMs) {
      const startMs = performance.now();
      const { status } = await client.send('GET', path);
      if (status === 200) times.push(performance.now() - startMs);
      else refused += 1;
      await delay(Math.max(0, periodMs - (performance.now() - startMs)));
    }
  };
  await Promise.all(ASKED.map(ask));
  return { times, refused };
}

const previewUrl = (client: ApiClient) => `${client.url.replace('https', 'wss')}/api/preview`;

async function watch(client: ApiClient) {
  const socket = new WebSocket(previewUrl(client), { rejectUnauthorized: false, headers: { ...client.headers } });
  const viewer = { socket, pictures: 0 };
  socket.on('message', (_data, isBinary) => {
    if (isBinary) viewer.pictures += 1;
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return viewer;
}

/** What a viewer too many is told. */
function refusalOf(client: ApiClient): Promise<string> {
  const socket = new WebSocket(previewUrl(client), { rejectUnauthorized: false, headers: { ...client.headers } });
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_request, response) => resolve(`refused with ${response.statusCode}`));
    socket.once('open', () => resolve('served'));
    socket.once('error', (error) => resolve(error.message));
  });
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024);
}

export function printConsole(figures: ConsoleFigures): void {
  const { viewers, requests, refused, medianMs, p95Ms, aloneP95Ms, ratio, previewFps, thirdViewer } = figures;
  console.log(
    `${viewers} viewers, ${requests} requests, ${refused} refused, while sense runs the demo at ${figures.senseFps} fps`,
  );
  console.log(`  API         median ${medianMs} ms, p95 ${p95Ms} ms; alone p95 ${aloneP95Ms} ms, × ${ratio}`);
  console.log(`  preview     ${WATCHING} served at ${previewFps} fps each; a third is ${thirdViewer}`);
  console.log(`  console     ${figures.consoleRssMb} MB resident`);
}
