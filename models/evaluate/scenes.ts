// Synthetic rooms: faces of known size at known places on a cluttered, textured background, 1280 × 720.
// A scene tells how small a face may be; it is no picture of a real room (no bodies, no occlusion, one light).
import sharp from 'sharp';
import type { Box } from '../../device/sense/frame.ts';
import { between, pick } from './random.ts';

export const SCENE = { width: 1_280, height: 720 } as const;
/** Sides of the faces' boxes in pixels of the scene; each scene has one of each. */
export const FACE_SIZES_PX = [16, 20, 24, 32, 48, 64, 96, 160, 320] as const;

/** A square picture of one face, and where the face stands in it as fractions of its side. */
export type FacePicture = { readonly rgb: Buffer; readonly sidePx: number; readonly box: Box };

export type PlacedFace = { readonly sizePx: number; readonly box: Box };
export type Scene = { readonly rgb: Buffer; readonly faces: readonly PlacedFace[] };

type Random = () => number;
type Layer = { readonly input: Buffer; readonly left: number; readonly top: number };

const raw = (width: number, height: number, channels: 3 | 4) => ({ raw: { width, height, channels } }) as const;

/** A room with one face of each size, none of them overlapping. */
export async function composeScene(random: Random, pictures: readonly FacePicture[]): Promise<Scene> {
  const taken: Box[] = [];
  const faces: PlacedFace[] = [];
  const layers: Layer[] = [];
  for (const sizePx of [...FACE_SIZES_PX].reverse()) {
    const picture = pick(random, pictures);
    const side = Math.round(sizePx / picture.box.width);
    const spot = findSpot(random, side, taken);
    taken.push(spot);
    layers.push({ input: await cutOut(picture, side), left: spot.x, top: spot.y });
    faces.push({ sizePx, box: placeBox(picture.box, spot) });
  }
  return { rgb: await finish(random, await composeRoom(random), layers), faces };
}

/** Sides of the torn faces in an empty room, pixels of the scene. */
const TORN_SIZES_PX = [40, 60, 90, 140] as const;

/** A room without faces; torn faces (skin, hair and eyes in the wrong order) hang in it to be mistaken. */
export async function composeEmptyScene(
  random: Random,
  pictures: readonly FacePicture[],
  tornSizesPx: readonly number[] = TORN_SIZES_PX,
): Promise<Scene> {
  const layers: Layer[] = [];
  for (const sizePx of tornSizesPx) {
    const spot = findSpot(random, sizePx, []);
    layers.push({ input: await tear(random, pick(random, pictures), sizePx), left: spot.x, top: spot.y });
  }
  return { rgb: await finish(random, await composeRoom(random), layers), faces: [] };
}

function findSpot(random: Random, side: number, taken: readonly Box[]): Box {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const x = Math.floor(random() * (SCENE.width - side));
    const y = Math.floor(random() * (SCENE.height - side));
    const spot = { x, y, width: side, height: side };
    if (taken.every((other) => !touches(spot, other))) return spot;
  }
  throw new RangeError(`no room left for a picture of ${side} px`);
}

const touches = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const placeBox = (box: Box, spot: Box): Box => ({
  x: spot.x + box.x * spot.width,
  y: spot.y + box.y * spot.height,
  width: box.width * spot.width,
  height: box.height * spot.height,
});

/** The head in a soft oval, so that no straight edge gives it away. */
async function cutOut({ rgb, sidePx }: FacePicture, side: number): Promise<Buffer> {
  const oval = `<svg width="${side}" height="${side}"><defs><radialGradient id="g"><stop offset="82%" stop-color="#fff"/>
    <stop offset="100%" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
    <ellipse cx="50%" cy="50%" rx="46%" ry="50%" fill="url(#g)"/></svg>`;
  const resized = await sharp(rgb, raw(sidePx, sidePx, 3))
    .resize(side, side)
    .png()
    .toBuffer();
  return sharp(resized)
    .ensureAlpha()
    .composite([{ input: Buffer.from(oval), blend: 'dest-in' }])
    .png()
    .toBuffer();
}

/** Sixteen tiles of a face, shuffled. */
async function tear(random: Random, { rgb, sidePx }: FacePicture, side: number): Promise<Buffer> {
  const tile = Math.floor(side / 4);
  const resized = sharp(rgb, raw(sidePx, sidePx, 3)).resize(tile * 4, tile * 4);
  const whole = await resized.png().toBuffer();
  const order = Array.from({ length: 16 }, (_, index) => ({ index, key: random() })).sort((a, b) => a.key - b.key);
  const tiles = order.map(async ({ index }, place) => ({
    input: await sharp(whole)
      .extract({ left: (index % 4) * tile, top: Math.floor(index / 4) * tile, width: tile, height: tile })
      .toBuffer(),
    left: (place % 4) * tile,
    top: Math.floor(place / 4) * tile,
  }));
  return sharp(whole)
    .composite(await Promise.all(tiles))
    .png()
    .toBuffer();
}

/** A wall with stains at three scales, and before it rectangles and ovals: furniture, screens, lamps, pictures. */
async function composeRoom(random: Random): Promise<Buffer> {
  const { width, height } = SCENE;
  const wall = await noiseLayer(random, 320, 0.35, between(random, 70, 150));
  const stains = await Promise.all([4, 24, 96].map((cell) => noiseLayer(random, cell, 0.12, 110)));
  const shapes = Array.from({ length: 60 }, () => shape(random)).join('');
  const svg = Buffer.from(`<svg width="${width}" height="${height}">${shapes}</svg>`);
  const furnished = sharp(wall, raw(width, height, 3)).composite([
    { input: svg },
    ...stains.map((input) => ({ input, ...raw(width, height, 3), blend: 'soft-light' as const })),
  ]);
  return furnished.removeAlpha().raw().toBuffer();
}

/** Smooth noise of `base` ± 128 × `contrast`, in cells of this size. */
async function noiseLayer(random: Random, cellPx: number, contrast: number, base: number): Promise<Buffer> {
  const width = Math.ceil(SCENE.width / cellPx);
  const height = Math.ceil(SCENE.height / cellPx);
  const value = () => Math.round(base + (random() * 2 - 1) * 128 * contrast);
  const cells = Buffer.from(Array.from({ length: width * height * 3 }, value));
  return sharp(cells, raw(width, height, 3))
    .resize(SCENE.width, SCENE.height, { fit: 'fill' })
    .raw()
    .toBuffer();
}

function shape(random: Random): string {
  const colour = `hsl(${Math.floor(random() * 360)},${Math.floor(random() * 60)}%,${Math.floor(between(random, 10, 90))}%)`;
  const style = `fill="${colour}" fill-opacity="${between(random, 0.3, 1).toFixed(2)}"`;
  const [x, y] = [Math.floor(random() * SCENE.width), Math.floor(random() * SCENE.height)];
  const [width, height] = [Math.floor(between(random, 4, 260)), Math.floor(between(random, 4, 260))];
  return random() < 0.6
    ? `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${style}/>`
    : `<ellipse cx="${x}" cy="${y}" rx="${width / 2}" ry="${height / 2}" ${style}/>`;
}

/** The camera: layers put together, a light of its own, slight blur, JPEG. */
async function finish(random: Random, room: Buffer, layers: readonly Layer[]): Promise<Buffer> {
  const { width, height } = SCENE;
  const scene = await sharp(room, raw(width, height, 3))
    .composite([...layers])
    .removeAlpha()
    .png()
    .toBuffer();
  const jpeg = await sharp(scene)
    .linear(between(random, 0.6, 1.15), 0)
    .blur(between(random, 0.4, 0.8))
    .jpeg({ quality: Math.floor(between(random, 60, 92)) })
    .toBuffer();
  return sharp(jpeg).raw().toBuffer();
}
