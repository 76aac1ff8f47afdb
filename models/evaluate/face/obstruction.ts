// Obstructions: something between camera and face, one grey that is drawn anew for each picture. They lie on the
// picture, which must hold one face that nearly fills it.
import type { Frame } from '../../../device/sense/frame.ts';
import type { Alignment } from '../../../shared/manifest.ts';
import { between } from '../random.ts';
import type { Disturbance } from './disturbance.ts';

/** Shares of the picture's width and height. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box of `share` of the picture's area and of its shape hides what is behind it, somewhere. */
export const boxed = (share: number, random: () => number): Disturbance => ({
  picture: (picture) => {
    const side = Math.sqrt(share);
    const [left, top] = [between(random, 0, 1 - side), between(random, 0, 1 - side)];
    return hidden(picture, { left, top, right: left + side, bottom: top + side }, between(random, 0, 255));
  },
});

/** Everything below `from` of the picture's height is hidden, as by a mask. */
export const masked = (from: number, random: () => number): Disturbance => ({
  picture: (picture) => hidden(picture, { left: 0, top: from, right: 1, bottom: 1 }, between(random, 0, 255)),
});

/** Rim and half height of a lens, shares of its half width. */
const RIM = 0.16;
const LENS_HEIGHT = 0.75;

/** A frame around both eyes, whose lenses let `transparency` of the light through; half an eye's distance lies in a lens. */
export const glasses = (transparency: number, eyes: Alignment, random: () => number): Disturbance => ({
  picture: (picture) => {
    const grey = between(random, 0, 110);
    const { pixels, widthPx, heightPx } = picture;
    const lenses = [eyes.imageLeftEye, eyes.imageRightEye].map(([x, y]) => ({ x: x * widthPx, y: y * heightPx }));
    const halfPx = ((eyes.imageRightEye[0] - eyes.imageLeftEye[0]) * widthPx) / 3;
    const changed = pixels.slice();
    for (let at = 0; at < widthPx * heightPx; at += 1) {
      const far = Math.min(...lenses.map((lens) => farFrom(lens, at % widthPx, Math.floor(at / widthPx), halfPx)));
      const behind = pixels.subarray(3 * at, 3 * at + 3);
      if (Math.abs(far - 1) < RIM) changed.fill(grey, 3 * at, 3 * at + 3);
      else if (far < 1)
        changed.set(
          behind.map((value) => value * transparency),
          3 * at,
        );
    }
    return { ...picture, pixels: changed };
  },
});

/** 1 on the edge of a lens, less within. */
const farFrom = (lens: { readonly x: number; readonly y: number }, x: number, y: number, halfPx: number) =>
  Math.hypot((x + 0.5 - lens.x) / halfPx, (y + 0.5 - lens.y) / (halfPx * LENS_HEIGHT));

function hidden({ pixels, widthPx, heightPx, capturedAtMs }: Frame, area: Area, grey: number): Frame {
  const changed = pixels.slice();
  const [left, right] = [Math.round(area.left * widthPx), Math.round(area.right * widthPx)];
  for (let y = Math.round(area.top * heightPx); y < Math.round(area.bottom * heightPx); y += 1) {
    changed.fill(Math.round(grey), (y * widthPx + left) * 3, (y * widthPx + right) * 3);
  }
  return { pixels: changed, widthPx, heightPx, capturedAtMs };
}
