// `npm run bench`: how fast and how lean one device is, beside its peer, in one run on this machine.
import { parseArgs } from 'node:util';
import { isRoomtoneError, messageOf } from '../../shared/errors.ts';
import { benchCapture, printCapture } from './capture-bench.ts';
import { benchConsole, printConsole } from './console-bench.ts';
import { benchFaults, printFaults } from './fault-bench.ts';
import { benchLink, printLink } from './link-bench.ts';
import { machineOf } from './machine.ts';
import { measureSense, type SenseFigures } from './sense-memory.ts';
import { benchSetUp, printSetUp } from './set-up-bench.ts';
import { STAGE } from './stage.ts';
import { median, percentile, rounded } from './statistics.ts';
import { benchVision, type Turn } from './vision-bench.ts';

const USAGE = `usage: npm run bench -- [console | faults | capture | link | set-up] [--json] [--frames N] [--seconds N]

Vision on real frames of one face, 640 × 480, decoding excluded: ours through its worker as shipped (detection,
tracking, alignment, emotion and gender in every frame), its floor (the bare runs of the same graphs on the same inputs) and
@vladmandic/human (WebAssembly; detection, emotion, description), frame by frame in turns. Then the resident memory
of the real sense program on the demo room. \`console\` measures the console instead: twenty viewers of the appliance
on the demo room, two of them watching the preview. \`faults\`: how soon a camera notices each fault of its child and runs
again. \`capture\`: processor time of capture at 480p, 720p and 1080p. \`set-up\`: the minutes that
set-up takes on a phone, by the keystroke-level model.

  --json        one line of JSON instead of a table
  --frames N    measured frames          (default 150)
  --seconds N   of the demo room         (default 30; 0 leaves it out), or of each size of \`capture\`
  --rounds N    of each fault            (default 3)
  --help        this text`;

const PEER = '@vladmandic/human';
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      frames: { type: 'string', default: '150' },
      seconds: { type: 'string', default: '30' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const seconds = Number(values.seconds);
  const tell = <Figures>(figures: Figures, print: (figures: Figures) => void) => {
    if (values.json) console.log(JSON.stringify(figures));
    else print(figures);
    // The peer's WebAssembly threads would keep the process alive.
    process.exit();
  };
  switch (positionals[0]) {
    case 'console':
      return tell(await benchConsole(seconds), printConsole);
    case 'faults':
      return tell(await benchFaults(Number(values.rounds)), printFaults);
    case 'capture':
      return tell(await benchCapture(seconds), printCapture);
    case 'set-up':
      return tell(await benchSetUp(), printSetUp);
    default:
  }
  if (positionals[0] === 'link') {
    const figures = await benchLink();
    if (values.json)
      console.log(JSON.stringify({ link: figures, machine: machineOf(), date: new Date().toISOString() }));
    else printLink(figures);
    process.exit();
  }
  const sense = seconds > 0 ? await measureSense(seconds) : null;
  tell(reportOf(await benchVision(STAGE, Number(values.frames)), sense), print);
}

type Report = ReturnType<typeof reportOf>;

function reportOf(turns: readonly Turn[], sense: SenseFigures | null) {
  const of = (read: (turn: Turn) => number) => turns.map(read);
  const [vision, floor, human] = [
    of(({ visionMs }) => visionMs),
    of(({ floorMs }) => floorMs),
    of(({ humanMs }) => humanMs),
  ];
  const shareOf = (faces: readonly number[]) => rounded(faces.filter((count) => count > 0).length / turns.length);
  const visionMs = median(vision);
  return {
    vision: {
      medianMs: rounded(visionMs),
      p95Ms: rounded(percentile(vision, 0.95)),
      floorMs: rounded(median(floor)),
      overheadRatio: rounded(visionMs / median(floor), 3),
      foundShare: shareOf(of(({ visionFaces }) => visionFaces)),
    },
    peers: {
      [PEER]: {
        medianMs: rounded(median(human)),
        p95Ms: rounded(percentile(human, 0.95)),
        ratio: rounded(median(human) / visionMs),
        foundShare: shareOf(of(({ humanFaces }) => humanFaces)),
      },
    },
    memory: { senseRssMb: sense?.senseRssMb ?? null },
    sense: { loopDelayP99Ms: sense?.loopDelayP99Ms ?? null, fpsStep: sense?.fpsStep ?? null },
    frames: turns.length,
    machine: machineOf(),
    date: new Date().toISOString(),
  };
}

function print({ vision, peers, memory, sense, machine, frames }: Report): void {
  const peer = peers[PEER];
  console.log(`one face, 640 × 480, ${frames} frames; ${machine.cpu}, ${machine.cores} cores, load ${machine.load}`);
  console.log(`  vision      median ${vision.medianMs} ms, p95 ${vision.p95Ms} ms, found ${vision.foundShare}`);
  console.log(`  floor       median ${vision.floorMs} ms, overhead × ${vision.overheadRatio} (at most 1.25)`);
  console.log(`  ${PEER}   median ${peer?.medianMs} ms, ${peer?.ratio} times ours (at least 8)`);
  console.log(`sense on the demo room: ${memory.senseRssMb ?? '–'} MB resident (at most 260)`);
  console.log(`  loop delay p99 ${sense.loopDelayP99Ms ?? '–'} ms, about ${sense.fpsStep ?? '–'} frames a second`);
}

function fail(error: unknown): void {
  console.error(isRoomtoneError(error) ? `${error.code}: ${error.message}. ${error.hint}` : messageOf(error));
  process.exit(1);
}

await main().catch(fail);
