// Disturbances of a picture or of its crop: what distance, focus, light, compression and an inexact detector do to a face. Each is
// seeded, so that a table can be measured again.
import sharp, { type Sharp } from 'sharp';
import type { Frame } from '../../../device/sense/frame.ts';
import type { CropSize, Similarity } from '../../../device/sense/vision/alignment.ts';
import { between } from '../random.ts';

/** Applies one disturbance; what it does not touch stays undefined. */
export interface Disturbance {
  /** What the camera sees. */
  readonly picture?: (picture: Frame) => Promise<Frame> | Frame;
  /** What the detector makes of it. */
  readonly crop?: (transform: Similarity, size: CropSize) => Similarity;
}

type Random = () => number;

/** The same face farther away: its picture is `sidePx` pixels wide. A smaller picture stays as it is. */
export const farAway = (sidePx: number): Disturbance => ({
  picture: (picture) => {
    if (picture.widthPx <= sidePx) return picture;
    const heightPx = Math.max(1, Math.round((picture.heightPx * sidePx) / picture.widthPx));
    return throughSharp(picture, (image) => image.resize(sidePx, heightPx, { fit: 'fill', kernel: 'linear' }));
  },
});

/** Blur is told in pixels of a face this wide. */
export const BLUR_REFERENCE_PX = 48;

/** Share of its peak at which a Gaussian is cut off; the library's own 0.2 would leave a slight blur without effect. */
const TAIL = 0.01;

/** Gaussian blur of `deviationPx`, in pixels of a picture that is `BLUR_REFERENCE_PX` wide. */
export const outOfFocus = (deviationPx: number): Disturbance => ({
  picture: (picture) => {
    const sigma = Math.max(0.3, (deviationPx * picture.widthPx) / BLUR_REFERENCE_PX);
    return throughSharp(picture, (image) => image.blur({ sigma, precision: 'float', minAmplitude: TAIL }));
  },
});

/** Read noise of the sensor in grey levels, and grey levels of shot noise variance for each level of light. */
const READ_NOISE = 2;
const SHOT_NOISE = 0.2;

/** The light that reaches the sensor × `gain`: few levels and noise in the dark, clipping in the bright. */
export const litBy = (gain: number, random: Random): Disturbance => ({
  picture: ({ pixels, ...rest }) => {
    const lit = Uint8Array.from(pixels, (value) => {
      const light = value * gain;
      const noise = gain < 1 ? bell(random) * Math.sqrt(SHOT_NOISE * light + READ_NOISE ** 2) : 0;
      return Math.min(255, Math.max(0, Math.round(light + noise)));
    });
    return { ...rest, pixels: lit };
  },
});

/** Red, green and blue × `gains`: a lamp that the camera's white balance does not make up for. */
export const underLamp = (gains: readonly [number, number, number]): Disturbance => ({
  picture: ({ pixels, ...rest }) => ({
    ...rest,
    pixels: pixels.map((value, index) => Math.min(255, Math.round(value * (gains[index % 3] ?? 1)))),
  }),
});

/** Luma (BT.601) alone, as of a camera by night. */
export const withoutColour: Disturbance = {
  picture: ({ pixels, ...rest }) => {
    const at = (index: number) => pixels[index] ?? 0;
    const luma = (first: number) => Math.round(0.299 * at(first) + 0.587 * at(first + 1) + 0.114 * at(first + 2));
    return { ...rest, pixels: pixels.map((_, index) => luma(index - (index % 3))) };
  },
};

/** The picture after JPEG of `quality` 1..100, colour at half resolution, as most cameras send it. */
export const compressed = (quality: number): Disturbance => ({
  picture: async (picture) => {
    const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
    const jpeg = await sharp(picture.pixels, { raw }).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
    return { ...picture, pixels: Uint8Array.from(await sharp(jpeg).raw().toBuffer()) };
  },
});

/** The crop misses the face by `share` of its width, in any direction. */
export const shifted = (share: number, random: Random): Disturbance => ({
  crop: (transform, size) => {
    const angle = between(random, 0, 2 * Math.PI);
    const reach = share * size.widthPx;
    return move(transform, Math.cos(angle) * reach, Math.sin(angle) * reach);
  },
});

/** The crop shows `factor` times as much of the scene, around its middle. */
export const zoomedOut = (factor: number): Disturbance => ({
  crop: (transform, size) => aroundMiddle(transform, size, factor, 0),
});

/** The crop is turned by `degrees` to either side. */
export const turned = (degrees: number, random: Random): Disturbance => ({
  crop: (transform, size) => {
    const side = random() < 0.5 ? -1 : 1;
    return aroundMiddle(transform, size, 1, (side * degrees * Math.PI) / 180);
  },
});

function move({ a, b, x0, y0 }: Similarity, dx: number, dy: number): Similarity {
  return { a, b, x0: x0 + a * dx - b * dy, y0: y0 + b * dx + a * dy };
}

/** The transform after the crop was scaled and turned about its own middle. */
function aroundMiddle(
  transform: Similarity,
  { widthPx, heightPx }: CropSize,
  factor: number,
  angle: number,
): Similarity {
  const [cosine, sine] = [Math.cos(angle) * factor, Math.sin(angle) * factor];
  const { a, b } = transform;
  const [x, y] = [widthPx / 2, heightPx / 2];
  const middle = move(transform, x, y);
  const inner = { a: a * cosine - b * sine, b: b * cosine + a * sine };
  return { ...inner, x0: middle.x0 - inner.a * x + inner.b * y, y0: middle.y0 - inner.b * x - inner.a * y };
}

/** Normally distributed (Box and Muller, 1958). */
const bell = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

async function throughSharp(picture: Frame, change: (image: Sharp) => Sharp): Promise<Frame> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
  const { data, info } = await change(sharp(picture.pixels, { raw })).raw().toBuffer({ resolveWithObject: true });
  return { pixels: Uint8Array.from(data), widthPx: info.width, heightPx: info.height, capturedAtMs: 0 };
}
