// `npx tsx test/bench/capture-bench.ts [--seconds N] [--json]`, or `npm run bench -- capture`: processor time of capture,
// that of the ffmpeg child and that of this process with all its threads, while a camera plays a file of each size
// (H.264, 25 pictures a second, with noise) at 10 fps. It is the real path: child, pipe, picture stream, pool, mailbox, and
// a consumer that hands each frame back. Only the watch for frozen pictures and the rate gate rest: a file is not live.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Camera } from '../../device/sense/capture/camera.ts';
import { drawClip, scratch } from '../fixtures/capture/clips.ts';
import { ports, until } from '../fixtures/capture/ports.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import { machineOf } from './machine.ts';
import { rounded } from './statistics.ts';

const SIZES = ['854x480', '1280x720', '1920x1080'] as const;
const CLIP_SECONDS = 2;
/** Before counting: probing, compilation, the first pictures. */
const WARM_UP_MS = 5_000;

interface CaptureFigures {
  readonly size: string;
  /** As it leaves the camera. */
  readonly frame: string;
  /** Pictures that came, a second, and those of them that were displaced before the consumer took them. */
  readonly fps: number;
  readonly displacedFps: number;
  readonly ffmpegCorePercent: number;
  readonly ownCorePercent: number;
}

const clipOf = (path: string, size: string) =>
  drawClip(path, {
    seconds: CLIP_SECONDS,
    picture: `testsrc2=size=${size}:rate=25,noise=alls=6:allf=t,format=yuv420p`,
  });

async function measure(path: string, size: string, seconds: number): Promise<CaptureFigures> {
  const camera = new Camera({ ...ports(), source: { kind: 'file', path } });
  let pictures = 0;
  const taking = (async () => {
    for await (const frame of camera.frames) {
      pictures += 1;
      camera.recycle(frame);
    }
  })();
  await camera.start();
  await until('pictures come', () => pictures > 0, 60_000);
  await delay(WARM_UP_MS);
  const child = camera.childPid ?? 0;
  const before = {
    atMs: performance.now(),
    own: process.cpuUsage(),
    child: cpuSecondsOf(child),
    counts: camera.counts(),
  };
  await delay(seconds * 1_000);
  const own = process.cpuUsage(before.own);
  const childSeconds = cpuSecondsOf(child) - before.child;
  const lastedSeconds = (performance.now() - before.atMs) / 1_000;
  const { widthPx, heightPx } = camera.status();
  const counts = camera.counts();
  await camera.stop();
  await taking;
  return {
    size,
    frame: `${widthPx}x${heightPx}`,
    fps: rounded((counts.received - before.counts.received) / lastedSeconds, 1),
    displacedFps: rounded((counts.dropped - before.counts.dropped) / lastedSeconds, 1),
    ffmpegCorePercent: rounded((100 * childSeconds) / lastedSeconds, 1),
    ownCorePercent: rounded((own.user + own.system) / 1e4 / lastedSeconds, 1),
  };
}

export async function benchCapture(seconds: number) {
  const files = scratch();
  const sizes: CaptureFigures[] = [];
  try {
    for (const size of SIZES) sizes.push(await measure(clipOf(files.path(`${size}.mp4`), size), size, seconds));
  } finally {
    files.remove();
  }
  return { sizes, seconds, machine: machineOf(), date: new Date().toISOString() };
}

export function printCapture({ sizes, seconds, machine }: Awaited<ReturnType<typeof benchCapture>>): void {
  console.log(`capture, ${seconds} s each; ${machine.cpu}, ${machine.cores} cores, load ${machine.load}`);
  for (const { size, frame, fps, displacedFps, ffmpegCorePercent, ownCorePercent } of sizes) {
    const cost = `ffmpeg ${ffmpegCorePercent} % of a core, this process ${ownCorePercent} %`;
    console.log(`  ${size} (as ${frame}, ${fps} fps, ${displacedFps} of them displaced): ${cost}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '30' } },
  });
  const report = await benchCapture(Number(values.seconds));
  if (values.json) console.log(JSON.stringify(report));
  else printCapture(report);
}
