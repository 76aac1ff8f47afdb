// JPEG by sharp, which is loaded with the first picture only: a device that never shows one pays nothing for it.
import type { Mosaic } from './mosaic.ts';

/** RGB, height × width × 3. */
export interface RawPicture {
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const MOSAIC_QUALITY = 85;
const WHOLE_QUALITY = 75;
/** Longer side of a whole picture: enough to aim by, and a bound on its bytes. */
const WHOLE_SIDE_PX = 1_280;

/** JPEG of the mosaic, one pixel a block: a few hundred bytes. */
export async function encodeMosaic(mosaic: Mosaic): Promise<Buffer> {
  const image = await open(mosaic);
  return image.jpeg({ quality: MOSAIC_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** JPEG of a whole picture, made smaller where it is larger than a screen; its pixels are wiped afterwards. */
export async function encodeWhole(picture: RawPicture): Promise<Buffer> {
  try {
    const image = await open(picture);
    const bounds = { width: WHOLE_SIDE_PX, height: WHOLE_SIDE_PX, fit: 'inside', withoutEnlargement: true } as const;
    return await image.resize(bounds).jpeg({ quality: WHOLE_QUALITY }).toBuffer();
  } finally {
    picture.pixels.fill(0);
  }
}

async function open({ pixels, widthPx, heightPx }: RawPicture) {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}
