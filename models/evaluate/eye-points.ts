// Where the device's detector finds the eyes in a set's pictures: the alignment of a model that was trained on them.
// `npx tsx models/evaluate/eye-points.ts --data DIR [--split train] [--limit 500] [--seed 1] [--out FILE.csv]`
// With `--out` the eyes of every picture are written down, for training to crop as the device would.
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Point } from '../../device/sense/frame.ts';
import type { Detector } from '../../device/sense/vision/detector.ts';
import { parseCsv } from './data/csv.ts';
import { readPicture } from './data/picture.ts';
import { detectMiddle, surround } from './face/framing.ts';
import { openShippedDetector } from './face/open-face-lane.ts';
import { drawn } from './random-rows.ts';

/** As shares of the picture; left and right are the picture's own. */
interface Eyes {
  readonly left: Point;
  readonly right: Point;
}

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
      'usage: npx tsx models/evaluate/eye-points.ts --data DIR [--split train] [--limit N] [--out FILE.csv]',
    );
  const folder = resolve(values.data);
  const files = await filesOf(folder, values.split);
  const chosen = drawn(files, Number(values.limit), Number(values.seed));
  const detector = await openShippedDetector();
  const eyes: Eyes[] = [];
  const rows = ['file,left_x,left_y,right_x,right_y'];
  for (const file of chosen) {
    const found = await eyesIn(detector, file);
    if (found === undefined) continue;
    eyes.push(found);
    const shares = [found.left.x, found.left.y, found.right.x, found.right.y].map((share) => share.toFixed(4));
    rows.push([relative(folder, file), ...shares].join(','));
  }
  await detector.model.close();
  if (values.out !== undefined) await writeFile(values.out, `${rows.join('\n')}\n`);
  console.log(`${eyes.length} of ${chosen.length} pictures with a face`);
  for (const eye of ['left', 'right'] as const)
    console.log(`${eye}: ${spreadOf(eyes, eye, 'x')}, ${spreadOf(eyes, eye, 'y')}`);
}

async function filesOf(folder: string, split: string): Promise<readonly string[]> {
  const [head, ...records] = parseCsv(await readFile(join(folder, 'labels.csv'), 'utf8'));
  const [fileAt, splitAt] = ['file', 'split'].map((name) => head?.cells.indexOf(name) ?? -1);
  return records
    .filter(({ cells }) => cells[splitAt ?? -1] === split)
    .map(({ cells }) => join(folder, cells[fileAt ?? -1] ?? ''));
}

async function eyesIn(detector: Detector, file: string): Promise<Eyes | undefined> {
  const picture = await readPicture(file);
  const frame = surround(picture);
  const detection = await detectMiddle(detector, frame);
  if (detection === undefined) return undefined;
  const share = ({ x, y }: Point) => ({
    x: (x - (frame.widthPx - picture.widthPx) / 2) / picture.widthPx,
    y: (y - (frame.heightPx - picture.heightPx) / 2) / picture.heightPx,
  });
  const { rightEye, leftEye } = detection.keypoints;
  return { left: share(rightEye), right: share(leftEye) };
}

/** Median, and the middle half around it. */
function spreadOf(eyes: readonly Eyes[], eye: keyof Eyes, axis: keyof Point): string {
  const sorted = eyes.map((each) => each[eye][axis]).sort((a, b) => a - b);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `${axis} ${middle?.toFixed(3)} (${low?.toFixed(3)} to ${high?.toFixed(3)})`;
}

await main();
