// Obstructions: something between camera and face, one grey that is drawn anew for each picture. They lie on the
// picture, which must hold one face that nearly fills it.
import type { Frame } from '../../../device/sense/frame.ts';
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

function hidden({ pixels, widthPx, heightPx, capturedAtMs }: Frame, area: Area, grey: number): Frame {
  const changed = pixels.slice();
  const [left, right] = [Math.round(area.left * widthPx), Math.round(area.right * widthPx)];
  for (let y = Math.round(area.top * heightPx); y < Math.round(area.bottom * heightPx); y += 1) {
    changed.fill(Math.round(grey), (y * widthPx + left) * 3, (y * widthPx + right) * 3);
  }
  return { pixels: changed, widthPx, heightPx, capturedAtMs };
}
