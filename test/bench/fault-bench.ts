// `npx tsx test/bench/fault-bench.ts [--rounds N] [--json]`, or `npm run bench -- faults`: how soon a camera notices each
// fault of its child and how soon it runs again, on the real clock. The children are real processes: ffmpeg on a clip for
// the faults that a signal makes, the producer of the fault tests for those of a live sensor. Noticed is counted from the
// signal, or from the last good picture (the fault begins one picture, 50 ms, later); runs again from the notice to the
// first good picture: the first wait (1 s), the next look (0.5 s) and opening. Nothing is asserted.
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Camera } from '../../device/sense/capture/camera.ts';
import type { Source } from '../../device/sense/capture/source.ts';
import { drawClip, type Scratch, scratch } from '../fixtures/capture/clips.ts';
import { faultySpawn } from '../fixtures/capture/faulty-spawn.ts';
import { ports, until } from '../fixtures/capture/ports.ts';
import { machineOf } from './machine.ts';
import { median, rounded } from './statistics.ts';

/** What the producer gives before its fault begins. */
const GOOD_PICTURES = 4;
/** How long a device that vanished stays away. */
const AWAY_MS = 10_000;
const PATIENCE_MS = 120_000;
/** Live, so that frozen and black pictures count. */
const LIVE: Source = { kind: 'rpicam' };

interface Fault {
  readonly name: string;
  readonly source: Source;
  /** Fault of the producer at the first opening; without one the child is ffmpeg. */
  readonly producer?: string;
  /** Brings the fault about, once the camera runs. */
  readonly provoke?: (camera: Camera) => void;
  /** What must end before the camera can run again; counted from there. */
  readonly heal?: () => Promise<void>;
}

interface Sample {
  readonly cause: string;
  readonly noticedMs: number;
  readonly recoveredMs: number;
}

function faultsIn(files: Scratch): readonly Fault[] {
  const clip: Source = { kind: 'file', path: drawClip(files.path('clip.mp4'), { seconds: 10 }) };
  const device = files.path('video0');
  writeFileSync(device, '');
  const signal = (name: NodeJS.Signals) => (camera: Camera) => void process.kill(camera.childPid ?? 0, name);
  const produced = (name: string, producer: string): Fault => ({ name, source: LIVE, producer });
  return [
    { name: 'exit of ffmpeg (SIGKILL)', source: clip, provoke: signal('SIGKILL') },
    { name: 'hang of ffmpeg (SIGSTOP)', source: clip, provoke: signal('SIGSTOP') },
    produced('exit with an error', 'exit'),
    produced('end of the stream', 'end'),
    produced('stops sending', 'hang'),
    produced('stops within a picture', 'cut'),
    produced('sends nothing from the start', 'silent'),
    produced('garbage', 'garbage'),
    produced('floods its standard error', 'flood'),
    produced('frozen picture', 'frozen'),
    produced('black picture', 'dark'),
    produced('impossible size', 'size'),
    produced('changed size', 'resize'),
    produced('device busy', 'busy'),
    {
      name: `device gone for ${AWAY_MS / 1_000} s, then back`,
      ...{ source: { kind: 'v4l2', device }, producer: 'unplugged' },
      provoke: () => rmSync(device),
      heal: async () => {
        await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
        writeFileSync(device, '');
      },
    },
  ];
}

/** A camera with that fault in its first child, and when it said and gave what. */
function watch({ source, producer }: Fault) {
  const seen = { goodAtMs: [] as number[], noticedAtMs: 0, runsAtMs: 0, cause: '' };
  const camera: Camera = new Camera({
    ...ports(),
    source,
    ...(producer === undefined ? {} : { spawn: faultySpawn([producer]).spawn }),
    whenStatusChanges: ({ state, cause }) => {
      if (state === 'running') seen.runsAtMs = performance.now();
      if (cause === null || seen.noticedAtMs > 0) return;
      seen.noticedAtMs = performance.now();
      seen.cause = cause;
    },
  });
  const taking = (async () => {
    for await (const frame of camera.frames) {
      if (seen.noticedAtMs === 0) seen.goodAtMs.push(performance.now());
      camera.recycle(frame);
    }
  })();
  const stop = () => camera.stop().then(() => taking);
  return { camera, seen, stop };
}

async function suffer(fault: Fault): Promise<Sample> {
  const { camera, seen, stop } = watch(fault);
  let brokenAtMs = performance.now();
  await camera.start();
  if (fault.provoke !== undefined) {
    await until(`pictures come before: ${fault.name}`, () => seen.goodAtMs.length >= GOOD_PICTURES, PATIENCE_MS);
    brokenAtMs = performance.now();
    fault.provoke(camera);
  }
  await until(`noticed: ${fault.name}`, () => seen.noticedAtMs > 0, PATIENCE_MS);
  if (fault.provoke === undefined) brokenAtMs = seen.goodAtMs.slice(0, GOOD_PICTURES).at(-1) ?? brokenAtMs;
  await fault.heal?.();
  const mendedAtMs = fault.heal === undefined ? seen.noticedAtMs : performance.now();
  await until(`runs again after: ${fault.name}`, () => seen.runsAtMs > mendedAtMs, PATIENCE_MS);
  await stop();
  return {
    cause: seen.cause,
    noticedMs: seen.noticedAtMs - brokenAtMs,
    recoveredMs: seen.runsAtMs - mendedAtMs,
  };
}

async function measure(fault: Fault, rounds: number) {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await suffer(fault));
  const of = (read: (sample: Sample) => number) => {
    const times = samples.map(read);
    return { medianMs: rounded(median(times), 0), worstMs: rounded(Math.max(...times), 0) };
  };
  return {
    fault: fault.name,
    causes: [...new Set(samples.map(({ cause }) => cause))],
    noticed: of(({ noticedMs }) => noticedMs),
    runsAgain: of(({ recoveredMs }) => recoveredMs),
  };
}

export async function benchFaults(rounds: number) {
  const files = scratch();
  const faults: Awaited<ReturnType<typeof measure>>[] = [];
  try {
    for (const fault of faultsIn(files)) faults.push(await measure(fault, rounds));
  } finally {
    files.remove();
  }
  return { faults, rounds, machine: machineOf(), date: new Date().toISOString() };
}

export function printFaults({ faults, rounds, machine }: Awaited<ReturnType<typeof benchFaults>>): void {
  const seconds = ({ medianMs, worstMs }: { medianMs: number; worstMs: number }) =>
    `${(medianMs / 1_000).toFixed(2)} s (${(worstMs / 1_000).toFixed(2)})`.padEnd(14);
  console.log(`median (worst) of ${rounds}; ${machine.cpu}, ${machine.cores} cores, load ${machine.load}`);
  console.log(`  ${'fault'.padEnd(32)} ${'noticed'.padEnd(14)} ${'runs again'.padEnd(14)} cause shown`);
  for (const { fault, causes, noticed, runsAgain } of faults) {
    console.log(`  ${fault.padEnd(32)} ${seconds(noticed)} ${seconds(runsAgain)} ${causes.join('; ')}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
  });
  const report = await benchFaults(Number(values.rounds));
  if (values.json) console.log(JSON.stringify(report));
  else printFaults(report);
}
