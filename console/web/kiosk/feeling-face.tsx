// Seven faces, drawn, since a bare display has no font with pictures in it. Each has the colour that the charts give it.
import type { FeedbackTap } from '../../../shared/vocabulary.ts';

interface Strokes {
  readonly brows: string;
  readonly mouth: string;
  /** Radius of the eyes. */
  readonly eye: number;
  readonly isOpen?: true;
}

/** On a face of 100 × 100 around (50, 50); brow, eye and mouth after the prototypes of Ekman and Friesen (1975). */
const STROKES: Readonly<Record<FeedbackTap, Strokes>> = {
  neutral: { brows: 'M28 34h14M58 34h14', mouth: 'M34 68h32', eye: 4.5 },
  happy: { brows: 'M27 33q8-6 15 0M58 33q8-6 15 0', mouth: 'M30 60q20 24 40 0', eye: 4.5 },
  sad: { brows: 'M27 36l15-6M58 30l15 6', mouth: 'M33 73q17-16 34 0', eye: 4.5 },
  angry: { brows: 'M27 29l16 8M57 37l16-8', mouth: 'M34 71q16-10 32 0', eye: 4.5 },
  fear: { brows: 'M27 31q7-5 15-3M58 28q8-2 15 3', mouth: 'M32 70q6-8 12 0t12 0 12 0', eye: 6 },
  disgust: { brows: 'M27 36h15M58 32l15-3', mouth: 'M33 66q10 8 18 2t16-6', eye: 3.5 },
  surprise: { brows: 'M27 28q8-7 15 0M58 28q8-7 15 0', mouth: 'M50 60a8 10 0 1 0 .1 0z', eye: 6, isOpen: true },
};

export function FeelingFace({ feeling }: { readonly feeling: FeedbackTap }) {
  const { brows, mouth, eye, isOpen } = STROKES[feeling];
  return (
    <svg viewBox="0 0 100 100" class={`feeling feeling-${feeling}`} aria-hidden="true" focusable="false">
      <circle cx="50" cy="50" r="46" />
      <circle cx="35" cy="46" r={eye} class="feature" />
      <circle cx="65" cy="46" r={eye} class="feature" />
      <path d={brows} class="stroke" />
      <path d={mouth} class={isOpen ? 'feature' : 'stroke'} />
    </svg>
  );
}
