// Boxes, moods, genders and emotion bars over the mosaic. They are data, drawn here; the picture holds none of them.
import type { PreviewOverlay } from '../../../shared/sense-api.ts';
import { EMOTIONS, type Mood } from '../../../shared/vocabulary.ts';
import { durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';

type Face = PreviewOverlay['faces'][number];

const LINE_PX = 2;
const LABEL_PX = 13;
const LABEL_HEIGHT_PX = LABEL_PX + 7;
const LABEL_FONT = `600 ${LABEL_PX}px system-ui, sans-serif`;
const BAR_WIDTH_PX = 7;
const BAR_GAP_PX = 2;
const BARS_HEIGHT_PX = 26;
/** Below this a box has no room for bars. */
const BARS_FROM_PX = EMOTIONS.length * (BAR_WIDTH_PX + BAR_GAP_PX);

/** On a picture narrower than that, labels with ages would cover one another. */
const AGES_FROM_PX = 480;

export function drawFaces(canvas: HTMLCanvasElement, faces: readonly Face[]): void {
  const context = sized(canvas);
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const style = getComputedStyle(canvas);
  const colour = (mood: Mood) => style.getPropertyValue(`--mood-${mood}`);
  const labels: Box[] = [];
  for (const face of faces) {
    const box = { x: face.x * width, y: face.y * height, width: face.width * width, height: face.height * height };
    drawBox(context, box, colour(face.mood ?? 'unsure'));
    labels.push(drawLabel(context, box, face, width < AGES_FROM_PX));
    if (face.gender !== null) labels.push(drawGender(context, box, face.gender, labels));
    if (face.probabilities !== null && box.width >= BARS_FROM_PX) drawBars(context, box, face.probabilities, colour);
  }
}

/** Boxes alone: whoever aims a camera is told of no mood. */
export function drawBoxes(canvas: HTMLCanvasElement, boxes: readonly Box[]): void {
  const context = sized(canvas);
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  for (const box of boxes) {
    const onCanvas = { x: box.x * width, y: box.y * height, width: box.width * width, height: box.height * height };
    drawBox(context, onCanvas, '#fff');
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As many pixels as the screen has, in units of CSS. */
function sized(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const scale = devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return context;
}

/** A dark line under the coloured one, so that it stands out from any picture. */
function drawBox(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  for (const [style, line] of [
    ['rgb(0 0 0 / 55%)', LINE_PX + 2],
    [colour, LINE_PX],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.beginPath();
    context.roundRect(x, y, width, height, 6);
    context.stroke();
  }
}

function drawLabel(context: CanvasRenderingContext2D, { x, y }: Box, face: Face, isNarrow: boolean): Box {
  const age = durationText(face.ageSeconds);
  const mood = face.mood === null ? age : t.moods[face.mood];
  const text = face.mood === null || isNarrow ? mood : `${mood} · ${age}`;
  return drawText(context, placed(context, x, y - LABEL_HEIGHT_PX - 2, text), text);
}

/** Under the box, in words alone: no colour stands for it. Further down where another label stands already. */
function drawGender(
  context: CanvasRenderingContext2D,
  { x, y, height }: Box,
  { label, probability }: NonNullable<Face['gender']>,
  labels: readonly Box[],
): Box {
  const text = t.gender[label](Math.round(100 * probability));
  let own = placed(context, x, y + height + 4, text);
  for (const _ of labels) {
    const other = labels.find((each) => meet(each, own));
    if (other !== undefined) own = placed(context, x, other.y + LABEL_HEIGHT_PX + 1, text);
  }
  return drawText(context, own, text);
}

const meet = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** Where a label stands that begins at `x` and `y`, or nearer where it would run past an edge of the picture. */
function placed(context: CanvasRenderingContext2D, x: number, y: number, text: string): Box {
  context.font = LABEL_FONT;
  const { clientWidth, clientHeight } = context.canvas;
  const width = context.measureText(text).width + 10;
  const within = (value: number, most: number) => Math.max(0, Math.min(value, most));
  const [left, top] = [within(x - 1, clientWidth - width), within(y, clientHeight - LABEL_HEIGHT_PX)];
  return { x: left, y: top, width, height: LABEL_HEIGHT_PX };
}

function drawText(context: CanvasRenderingContext2D, box: Box, text: string): Box {
  context.font = LABEL_FONT;
  context.fillStyle = 'rgb(0 0 0 / 68%)';
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 5);
  context.fill();
  context.fillStyle = '#fff';
  context.fillText(text, box.x + 5, box.y + LABEL_PX + 1);
  return box;
}

function drawBars(
  context: CanvasRenderingContext2D,
  { x, y, height }: Box,
  probabilities: readonly number[],
  colour: (mood: Mood) => string,
): void {
  const bottom = y + height - 5;
  const left = x + 5;
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fillRect(left - 2, bottom - BARS_HEIGHT_PX - 2, BARS_FROM_PX + 2, BARS_HEIGHT_PX + 4);
  EMOTIONS.forEach((emotion, index) => {
    const length = Math.max(1, (probabilities[index] ?? 0) * BARS_HEIGHT_PX);
    context.fillStyle = colour(emotion);
    context.fillRect(left + index * (BAR_WIDTH_PX + BAR_GAP_PX), bottom - length, BAR_WIDTH_PX, length);
  });
}
