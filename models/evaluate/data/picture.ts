// A picture file as a frame, decoded as a camera would have given it.
import sharp from 'sharp';
import type { Frame } from '../../../device/sense/frame.ts';

/** A picture with more pixels is refused: nothing here needs it. */
const PIXELS_MAX = 50_000_000;

/** RGB, turned upright; a picture that is cut off is not read. Throws what sharp throws. */
export async function readPicture(path: string): Promise<Frame> {
  const decoded = sharp(path, { limitInputPixels: PIXELS_MAX, failOn: 'warning' }).autoOrient();
  const { data, info } = await decoded
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return frameOf(data, info.width, info.height, info.channels);
}

/** @param data RGB, or one grey value a pixel */
export function frameOf(data: Uint8Array, widthPx: number, heightPx: number, channels: number): Frame {
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  if (channels === 3) pixels.set(data);
  else
    for (let index = 0; index < pixels.length; index += 1) pixels[index] = data[Math.floor(index / 3) * channels] ?? 0;
  return { pixels, widthPx, heightPx, capturedAtMs: 0 };
}
