// Pictures of one face each, and where the face is: by agreement of all candidates, so that none of them sets the truth.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Box } from '../../device/sense/frame.ts';
import { overlapOf } from '../../device/sense/vision/detection.ts';
import type { Candidate } from './candidates.ts';
import type { FacePicture } from './scenes.ts';

/** The picture fills this part of a canvas of the candidate's own size: a face is then as large as it was trained on. */
const FILL = 0.75;
const SURE = 0.7;
const AGREEMENT = 0.5;
/** Side of what is cut out, in sides of the face's box: the head with its hair. */
const HEAD = 1.7;

/** Faces that every candidate sees once and in one place; the rest is left out, and said. */
export async function readFacePictures(folder: string, candidates: readonly Candidate[]) {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();
  const pictures: FacePicture[] = [];
  for (const name of names) {
    const picture = await frameFace(join(folder, name), candidates);
    if (picture) pictures.push(picture);
  }
  return { pictures, leftOut: names.length - pictures.length };
}

async function frameFace(path: string, candidates: readonly Candidate[]): Promise<FacePicture | undefined> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== info.height || info.channels !== 3) return undefined;
  const found: Box[] = [];
  for (const candidate of candidates) {
    const box = await soleFace(candidate, data, info.width);
    if (!box) return undefined;
    found.push(box);
  }
  const box = medianBox(found);
  const agreed = found.every((other) => overlapOf(other, box) > AGREEMENT);
  return agreed ? cutHead({ rgb: data, sidePx: info.width, box }) : undefined;
}

/** The square around the head, as far as the picture goes. */
async function cutHead({ rgb, sidePx, box }: FacePicture): Promise<FacePicture> {
  const centreX = box.x + box.width / 2;
  const centreY = box.y + box.height / 2;
  const half = Math.min((HEAD * box.width) / 2, centreX, centreY, 1 - centreX, 1 - centreY);
  const side = Math.floor(2 * half * sidePx);
  const left = Math.round((centreX - half) * sidePx);
  const top = Math.round((centreY - half) * sidePx);
  const head = sharp(rgb, { raw: { width: sidePx, height: sidePx, channels: 3 } });
  const cut = await head.extract({ left, top, width: side, height: side }).raw().toBuffer();
  const within = (place: number, start: number) => (place * sidePx - start) / side;
  const size = (box.width * sidePx) / side;
  return { rgb: cut, sidePx: side, box: { x: within(box.x, left), y: within(box.y, top), width: size, height: size } };
}

/** Fractions of the picture's side. */
async function soleFace(candidate: Candidate, rgb: Buffer, sidePx: number): Promise<Box | undefined> {
  const canvas = candidate.nominalPx;
  const inner = Math.round(canvas * FILL);
  const edge = Math.floor((canvas - inner) / 2);
  const picture = await sharp(rgb, { raw: { width: sidePx, height: sidePx, channels: 3 } })
    .resize(inner, inner)
    .extend({
      top: edge,
      left: edge,
      bottom: canvas - inner - edge,
      right: canvas - inner - edge,
      background: '#808080',
    })
    .raw()
    .toBuffer();
  const size = { widthPx: canvas, heightPx: canvas };
  const faces = await candidate.detect({ rgb: picture, width: canvas, height: canvas }, size, SURE);
  const [face] = faces;
  return face && faces.length === 1 ? toFractions(face.box, edge, inner) : undefined;
}

/** Boxes are made square: the detectors differ in how much of forehead and chin they take. */
function toFractions(box: Box, edge: number, inner: number): Box {
  const side = (box.width + box.height) / 2;
  const x = (box.x + box.width / 2 - side / 2 - edge) / inner;
  const y = (box.y + box.height / 2 - side / 2 - edge) / inner;
  return { x, y, width: side / inner, height: side / inner };
}

/** Side by side: the middle one of each measure. */
export function medianBox(boxes: readonly Box[]): Box {
  const median = (side: keyof Box) => {
    const sorted = boxes.map((box) => box[side]).sort((a, b) => a - b);
    const half = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
  };
  return { x: median('x'), y: median('y'), width: median('width'), height: median('height') };
}
