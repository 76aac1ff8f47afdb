// Who spoke: two talking faces side by side and the voice of one of them, through the device's own detector, tracker, ear and
// attribution. `npx tsx models/evaluate/attribution.ts --data DIR` prints how often the right face is told, both ways round,
// beside one that talks of something else and beside one that is silent. DIR holds clips of talkers, such as GRID's.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { attribute, type Candidate, type Voice } from '../../device/sense/fusion/attribution.ts';
import { mouthOpening } from '../../device/sense/fusion/mouth-opening.ts';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { openDetector } from '../../device/sense/vision/create-stage.ts';
import { centreOf } from '../../device/sense/vision/detection.ts';
import { type Detector, detectFaces } from '../../device/sense/vision/detector.ts';
import { planPasses } from '../../device/sense/vision/pass.ts';
import { findVoice, silentPart } from './attribution/voices.ts';
import { shippedFolders } from './options.ts';

const FPS = 12.5;
const CLIP = { width: 360, height: 288 } as const;
const SECONDS = 3;

type Neighbour = 'talking' | 'silent';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'boolean', default: false } } });
  if (!values.data) return console.log('usage: npx tsx models/evaluate/attribution.ts --data DIR [--json]');
  const folder = resolve(values.data);
  const clips = (await readdir(folder)).filter((name) => /\.(mpg|mp4|mkv)$/.test(name)).sort();
  const folders = shippedFolders(projectFolder(import.meta.url));
  const detector = await openDetector(
    { ...folders, tasks: ['face-detector'], providers: ['cpu'], threads: 1 },
    openGate(),
  );
  const rows = [];
  for (const neighbour of ['talking', 'silent'] as const)
    rows.push(await measure(folder, clips, neighbour, detector, folders));
  await detector.model.close();
  console.log(values.json ? JSON.stringify(rows, null, 2) : rows.map(describe).join('\n'));
}

interface Row {
  readonly neighbour: Neighbour;
  readonly pairs: number;
  /** Told rightly, told wrongly, not told, and pairs in which no voice or not both faces were found. */
  readonly right: number;
  readonly wrong: number;
  readonly nobody: number;
  readonly unseen: number;
}

const describe = ({ neighbour, pairs, right, wrong, nobody, unseen }: Row) =>
  `beside a ${neighbour} face: ${pairs} pairs, ${right} right, ${wrong} wrong, ${nobody} told to nobody, ${unseen} without voice or faces`;

/** Each clip beside the next ones, the voice once of the left and once of the right. */
async function measure(
  folder: string,
  clips: readonly string[],
  neighbour: Neighbour,
  detector: Detector,
  folders: Parameters<typeof findVoice>[1],
): Promise<Row> {
  const counts = { pairs: 0, right: 0, wrong: 0, nobody: 0, unseen: 0 };
  for (const [index, left] of clips.entries()) {
    for (const right of [clips[(index + 1) % clips.length], clips[(index + 4) % clips.length]]) {
      if (right === undefined || right === left) continue;
      for (const speaker of [0, 1] as const) {
        const found = await tell(
          [left, right].map((name) => join(folder, name)),
          speaker,
          neighbour,
          detector,
          folders,
        );
        counts.pairs += 1;
        counts[found] += 1;
      }
    }
  }
  return { neighbour, ...counts };
}

async function tell(
  paths: readonly string[],
  speaker: 0 | 1,
  neighbour: Neighbour,
  detector: Detector,
  folders: Parameters<typeof findVoice>[1],
) {
  const voice = await findVoice(paths[speaker] ?? '', folders);
  if (voice === null) return 'unseen';
  const still = neighbour === 'silent' ? await silentPart(paths[1 - speaker] ?? '', folders) : null;
  const candidates = await watch(await compose(paths, speaker, still), voice, detector);
  if (candidates.length < 2) return 'unseen';
  const told = attribute(voice, candidates);
  return told === null ? 'nobody' : told === speaker ? 'right' : 'wrong';
}

/** RGB frames of both clips side by side; the silent one shows its quiet beginning to and fro. */
async function compose(paths: readonly string[], speaker: number, stillSeconds: number | null): Promise<Buffer> {
  const chains = paths.map((_, side) => {
    const scaled = `fps=${FPS},scale=${CLIP.width}:${CLIP.height}`;
    if (stillSeconds === null || side === speaker) return `[${side}:v]${scaled}[v${side}]`;
    const frames = Math.max(2, Math.floor(stillSeconds * FPS));
    const halves = `[${side}:v]${scaled},trim=end_frame=${frames},split[f${side}][b${side}];[b${side}]reverse[r${side}]`;
    return `${halves};[f${side}][r${side}]concat,loop=loop=-1:size=${2 * frames},setpts=N/${FPS}/TB[v${side}]`;
  });
  const filter = `${chains.join(';')};[v0][v1]hstack`;
  const inputs = paths.flatMap((path) => ['-i', path]);
  const args = [
    '-v',
    'error',
    ...inputs,
    '-filter_complex',
    filter,
    '-t',
    `${SECONDS}`,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  return (await promisify(execFile)('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1e9 })).stdout;
}

/** The mouths of the left and the right face while the voice is heard; a face's track is the side it is on. */
async function watch(raw: Buffer, voice: Voice, detector: Detector): Promise<readonly Candidate[]> {
  const [widthPx, heightPx] = [2 * CLIP.width, CLIP.height];
  const bytes = widthPx * heightPx * 3;
  const { whole } = planPasses(detector.manifest.input, widthPx, heightPx);
  const mouths: [Candidate['mouth'][number][], Candidate['mouth'][number][]] = [[], []];
  for (let index = 0; (index + 1) * bytes <= raw.length; index += 1) {
    const atMs = (index * 1_000) / FPS;
    if (atMs < voice.startedAtMs || atMs > voice.endedAtMs) continue;
    const frame = {
      pixels: Uint8Array.from(raw.subarray(index * bytes, (index + 1) * bytes)),
      widthPx,
      heightPx,
      capturedAtMs: atMs,
    };
    for (const { box, keypoints } of await detectFaces(detector, frame, whole)) {
      const side = centreOf(box).x < CLIP.width ? 0 : 1;
      if (mouths[side].at(-1)?.atMs !== atMs) mouths[side].push({ atMs, opening: mouthOpening(frame, keypoints) });
    }
  }
  return mouths.flatMap((mouth, track) => (mouth.length === 0 ? [] : [{ track, mouth }]));
}

await main();
