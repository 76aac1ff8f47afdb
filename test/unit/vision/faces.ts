// Faces made of numbers, for tests of what needs no picture.
import type { Box, Frame } from '../../../device/sense/frame.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';

/** A face that fills `box` and looks straight ahead. */
export function faceAt(box: Box, score = 0.9): Detection {
  const at = (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  return {
    box,
    score,
    keypoints: {
      rightEye: at(0.3, 0.35),
      leftEye: at(0.7, 0.35),
      nose: at(0.5, 0.55),
      mouth: at(0.5, 0.75),
      rightEar: at(0.05, 0.4),
      leftEar: at(0.95, 0.4),
    },
  };
}

export const squareAt = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

/** A frame whose pixel (x, y) has the colour that `paint` gives. */
export function frameOf(widthPx: number, heightPx: number, paint: (x: number, y: number) => readonly number[]): Frame {
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) pixels.set(paint(x, y), (y * widthPx + x) * 3);
  }
  return { pixels, widthPx, heightPx, capturedAtMs: 0 };
}

export const grey = (value: number) => [value, value, value] as const;
