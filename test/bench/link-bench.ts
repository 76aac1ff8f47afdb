// Figures of link: how fast the outbox takes windows and gives them up, what a full outbox costs in memory, and how
// long it takes from a broker's coming up to the first replayed window.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Outbox } from '../../device/link/outbox/outbox.ts';
import { SystemClock } from '../../device/runtime/clock.ts';
import { createLog } from '../../device/runtime/log.ts';
import { OUTBOX_BYTES, OUTBOX_COUNT } from '../../shared/limits.ts';
import { healthSchema } from '../../shared/messages.ts';
import { deviceFilter } from '../../shared/topics.ts';
import { Consumer, until } from '../integration/link/consumer.ts';
import { Gate } from '../integration/link/gate.ts';
import { IDENTITY, LinkChild, makeFolders } from '../integration/link/link-child.ts';
import { freePort, Mosquitto } from '../integration/link/mosquitto.ts';
import { makeRelease } from '../integration/link/sense-double.ts';
import { rounded } from './statistics.ts';

const SINGLE_APPENDS = 300;
/** Fills the outbox to its bound of count with records that also fill its bound of bytes. */
const FULL_PAYLOAD_BYTES = Math.floor((OUTBOX_BYTES * 0.98) / OUTBOX_COUNT) - 160;
const REPLAY_SECONDS = 10;
/** Of a bench on a busy machine: it measures how long something takes, and ends nothing for being slow. */
const PATIENCE_MS = 1_800_000;

const openOutbox = async (folder: string) => {
  const outbox = new Outbox({ folder, clock: new SystemClock(), log: createLog('bench', 'silent') });
  await outbox.start();
  return outbox;
};

/** Windows a second, each with a write and an fdatasync of its own. */
async function measureAppends(folder: string): Promise<number> {
  const outbox = await openOutbox(folder);
  const startMs = performance.now();
  for (let seq = 0; seq < SINGLE_APPENDS; seq += 1) {
    const { payload } = makeRelease({ device: IDENTITY.device, seq });
    await outbox.append([{ key: `1/${seq}`, label: 'mood', note: null, payload }]);
  }
  const perSecond = SINGLE_APPENDS / ((performance.now() - startMs) / 1_000);
  await outbox.stop();
  return Math.round(perSecond);
}

/** A week without a broker, at the bounds. */
async function fill(folder: string): Promise<void> {
  const outbox = await openOutbox(folder);
  const window = makeRelease({ device: IDENTITY.device, seq: 0 }).payload;
  const payload = window.padEnd(FULL_PAYLOAD_BYTES, ' ');
  for (let seq = 0; seq < OUTBOX_COUNT; seq += 100) {
    const keys = Array.from({ length: 100 }, (_, index) => `1/${seq + index}`);
    await outbox.append(keys.map((key) => ({ key, label: 'mood', note: null, payload })));
  }
  await outbox.stop();
}

async function measureFull() {
  const folders = await makeFolders();
  await fill(join(folders.state, 'link'));
  const mosquitto = new Mosquitto(await freePort());
  await mosquitto.start();
  const gate = new Gate(await freePort(), mosquitto.port);
  const consumer = await Consumer.open(mosquitto.url, deviceFilter(IDENTITY));
  const link = new LinkChild({ ...folders, broker: gate.url, program: ['dist/device/link/main.js'] });
  const startMs = performance.now();
  await link.start();
  const startSeconds = (performance.now() - startMs) / 1_000;
  const { outbox } = await link.status();
  await delay(2_000);
  await gate.start();
  const upMs = performance.now();
  await until(() => consumer.windowCount > 0, undefined, PATIENCE_MS);
  const firstReplaySeconds = (performance.now() - upMs) / 1_000;
  const before = consumer.windowCount;
  await delay(REPLAY_SECONDS * 1_000);
  const replayPerSecond = (consumer.windowCount - before) / REPLAY_SECONDS;
  await until(() => consumer.of('/health').length > 0, undefined, PATIENCE_MS);
  const { rssMb } = healthSchema.parse(consumer.of('/health').at(-1)).link;
  await link.stop();
  await consumer.close();
  await gate.stop();
  await mosquitto.remove();
  await folders.remove();
  const { depth, bytes } = outbox;
  return { depth, bytes, rssMb, startSeconds, firstReplaySeconds, replayPerSecond };
}

export type LinkFigures = Awaited<ReturnType<typeof benchLink>>;

/** On the built program. */
export async function benchLink() {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-link-bench-'));
  try {
    const appendsPerSecond = await measureAppends(folder);
    return { appendsPerSecond, full: await measureFull() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function printLink({ appendsPerSecond, full }: LinkFigures): void {
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  console.log(`outbox: ${appendsPerSecond} appends a second, each with its own fdatasync`);
  console.log(`  full        ${full.depth} windows, ${rounded(full.bytes / 1e6, 1)} MB, ${full.rssMb} MB resident`);
  console.log(
    `  start       ${seconds(full.startSeconds)}, broker up to first window ${seconds(full.firstReplaySeconds)}`,
  );
  console.log(`  replay      ${full.replayPerSecond} windows a second (at most 10)`);
}
