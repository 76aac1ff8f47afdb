// Where the device's detector finds eyes and mouth in a set's pictures: the alignment of a model that was trained on them.
// `npx tsx models/evaluate/face-points.ts --data DIR [--split train] [--limit 500] [--seed 1] [--out FILE.csv]`
// With `--out` the points of every picture are written down, for training to crop as the device would.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Point } from '../../device/sense/frame.ts';
import type { Detector } from '../../device/sense/vision/detector.ts';
import { parseCsv } from './data/csv.ts';
import { readPicture } from './data/picture.ts';
import { detectMiddle, surround } from './face/framing.ts';
import { openShippedDetector } from './face/open-face-lane.ts';
import { drawn } from './random-rows.ts';

/** As shares of the picture; left and right are the picture's own. */
type FacePoints = Readonly<Record<(typeof POINTS)[number], Point>>;
const POINTS = ['left', 'right', 'mouth'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      split: { type: 'string', default: 'train' },
      limit: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  if (!values.data)
    return console.log(
      'usage: npx tsx models/evaluate/face-points.ts --data DIR [--split train] [--limit N] [--out FILE.csv]',
    );
  const folder = resolve(values.data);
  const files = await filesOf(folder, values.split);
  const chosen = drawn(files, Number(values.limit), Number(values.seed));
  const detector = await openShippedDetector();
  const found = new Map<string, FacePoints>();
  for (const file of chosen) {
    const points = await pointsIn(detector, join(folder, file));
    if (points !== undefined) found.set(file, points);
  }
  await detector.model.close();
  if (values.out !== undefined) await writeFile(values.out, tableOf(found));
  console.log(`${found.size} of ${chosen.length} pictures with a face`);
  for (const point of POINTS)
    console.log(`${point}: ${spreadOf([...found.values()], point, 'x')}, ${spreadOf([...found.values()], point, 'y')}`);
}

async function filesOf(folder: string, split: string): Promise<readonly string[]> {
  const [head, ...records] = parseCsv(await readFile(join(folder, 'labels.csv'), 'utf8'));
  const [fileAt, splitAt] = ['file', 'split'].map((name) => head?.cells.indexOf(name) ?? -1);
  return records.filter(({ cells }) => cells[splitAt ?? -1] === split).map(({ cells }) => cells[fileAt ?? -1] ?? '');
}

async function pointsIn(detector: Detector, file: string): Promise<FacePoints | undefined> {
  const picture = await readPicture(file);
  const frame = surround(picture);
  const detection = await detectMiddle(detector, frame);
  if (detection === undefined) return undefined;
  const share = ({ x, y }: Point) => ({
    x: (x - (frame.widthPx - picture.widthPx) / 2) / picture.widthPx,
    y: (y - (frame.heightPx - picture.heightPx) / 2) / picture.heightPx,
  });
  const { rightEye, leftEye, mouth } = detection.keypoints;
  return { left: share(rightEye), right: share(leftEye), mouth: share(mouth) };
}

function tableOf(found: ReadonlyMap<string, FacePoints>): string {
  const head = POINTS.flatMap((point) => [`${point}_x`, `${point}_y`]);
  const rows = [...found].map(([file, points]) => {
    const shares = POINTS.flatMap((point) => [points[point].x, points[point].y]);
    return [file, ...shares.map((share) => share.toFixed(4))];
  });
  return [['file', ...head], ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** Median, and the middle half around it. */
function spreadOf(faces: readonly FacePoints[], point: keyof FacePoints, axis: keyof Point): string {
  const sorted = faces.map((each) => each[point][axis]).sort((a, b) => a - b);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `${axis} ${middle?.toFixed(3)} (${low?.toFixed(3)} to ${high?.toFixed(3)})`;
}

await main();
