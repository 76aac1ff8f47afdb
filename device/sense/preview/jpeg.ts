// JPEG by sharp, which is loaded with the first picture only: a device that never shows a preview pays nothing for it.
import type { Mosaic } from './mosaic.ts';

const QUALITY = 85;

/** JPEG of the mosaic, one pixel a block: a few hundred bytes. */
export async function encodeJpeg({ pixels, widthPx, heightPx }: Mosaic): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  return sharp(pixels, { raw }).jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }).toBuffer();
}
