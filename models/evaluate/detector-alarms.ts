// False alarms an hour of the shipped detector and tracker: on scenes that stand still and on clips of one talker each.
// `npx tsx models/evaluate/detector-alarms.ts --faces DIR --clips DIR` prints the table that models/README.md holds.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, SystemClock } from '../../device/runtime/clock.ts';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Detector } from '../../device/sense/vision/detector.ts';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { readClip } from './alarms/clips.ts';
import { countAlarms, type Footage } from './alarms/count.ts';
import { ALARM_USAGE, type AlarmOptions, readAlarmOptions } from './alarms/options.ts';
import { type AlarmRow, tableOf } from './alarms/table.ts';
import { stillVideo, type Video, watch } from './alarms/watch.ts';
import { Candidate } from './candidates.ts';
import { openShippedDetector } from './face/open-face-lane.ts';
import { readFacePictures } from './face-pictures.ts';
import { tellFailure } from './failure.ts';
import { Progress } from './progress.ts';
import { seededRandom } from './random.ts';
import { composeEmptyScene, composeScene, type FacePicture, SCENE, type Scene } from './scenes.ts';

const CACHE = join(projectFolder(import.meta.url), '.cache');
/** They say where faces are; the first has the weights of the detector that ships. */
const JUDGES = ['blazeface', 'blazeface-front', 'facemesh-detection-full'] as const;

interface Bench {
  readonly options: AlarmOptions;
  readonly detector: Detector;
  readonly judges: readonly Candidate[];
  readonly clock: Clock;
}

async function main(args: readonly string[], clock: Clock): Promise<void> {
  const options = readAlarmOptions(args, process.cwd());
  if (options === null) return write(ALARM_USAGE);
  const pictures = options.faces === null ? [] : await filesIn('--faces', options.faces, /\.(jpe?g|png)$/i);
  const clips = options.clips === null ? [] : await filesIn('--clips', options.clips, /\.(mpg|mp4|mkv)$/i);
  const detector = await openShippedDetector(options.threads);
  const { manifest } = detector;
  const judges = await Promise.all(JUDGES.map((name) => Candidate.load(name, manifest, CACHE)));
  const bench = { options, detector, judges, clock };
  const rows = [...(pictures.length > 0 ? await onScenes(bench) : []), ...(await onClips(clips, bench))];
  await detector.model.close();
  const { id, version } = manifest;
  write(options.json ? JSON.stringify({ v: 1, model: id, version, seed: options.seed, rows }, null, 2) : tableOf(rows));
}

/** @throws RoomtoneError `DATA_NOT_FOUND`, `DATA_EMPTY` */
async function filesIn(option: string, folder: string, pattern: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new RoomtoneError('DATA_NOT_FOUND', messageOf(cause), `Name a folder with ${option}.`, { cause });
  });
  const fitting = names.filter((name) => pattern.test(name)).sort();
  if (fitting.length > 0) return fitting.map((name) => join(folder, name));
  throw new RoomtoneError('DATA_EMPTY', `${folder} holds no file that ${option} takes`, 'See --help.');
}

type Compose = (random: () => number, pictures: readonly FacePicture[]) => Promise<Scene>;

const SCENES: Readonly<Record<string, Compose>> = {
  'scenes, clutter alone': (random, pictures) => composeEmptyScene(random, pictures, []),
  'scenes with four torn faces': composeEmptyScene,
  'scenes with nine faces': composeScene,
};

async function onScenes(bench: Bench): Promise<readonly AlarmRow[]> {
  const { faces, scenes, seconds, seed } = bench.options;
  const { pictures, leftOut } = await readFacePictures(faces ?? '', bench.judges);
  process.stderr.write(`${pictures.length} faces (${leftOut} left out: the judges do not agree)\n`);
  const rows: AlarmRow[] = [];
  for (const [what, compose] of Object.entries(SCENES)) {
    const random = seededRandom(seed);
    rows.push(await measure(what, scenes, async () => stillOf(await compose(random, pictures), seconds), bench));
  }
  return rows;
}

function stillOf({ rgb, faces }: Scene, seconds: number): Video {
  const picture = { pixels: Uint8Array.from(rgb), widthPx: SCENE.width, heightPx: SCENE.height };
  return stillVideo(
    picture,
    faces.map(({ box }) => box),
    seconds,
  );
}

async function onClips(paths: readonly string[], bench: Bench): Promise<readonly AlarmRow[]> {
  if (paths.length === 0) return [];
  const judges = bench.judges.slice(1);
  return [await measure('clips of one talker', paths.length, (index) => readClip(paths[index] ?? '', judges), bench)];
}

async function measure(what: string, count: number, make: (index: number) => Promise<Video>, bench: Bench) {
  const progress = new Progress(process.stderr, bench.clock, what, count);
  const seen: Footage[] = [];
  for (let index = 0; index < count; index += 1) {
    seen.push(await watch(await make(index), bench.detector, new CryptoRandom()));
    progress.show(index + 1);
  }
  return { what, figures: countAlarms(seen) };
}

const write = (text: string) => void process.stdout.write(`${text}\n`);

try {
  await main(process.argv.slice(2), new SystemClock());
} catch (error) {
  tellFailure('detector-alarms', error);
}
