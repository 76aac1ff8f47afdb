// Moods over time as stacked areas, with the band that noise gives their total. Drawn by uPlot on a canvas; the table
// beside it says the same in words.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { MOODS } from '../../../shared/vocabulary.ts';
import { type Bucket, heldIn } from '../state/mood-buckets.ts';
import { t } from '../strings/strings.ts';

const HEIGHT_PX = 300;

interface MoodChartProps {
  readonly buckets: readonly Bucket[];
  /** What the numbers count. */
  readonly axis: string;
}

export function MoodChart({ buckets, axis }: MoodChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const plot = new uPlot(optionsOf(element, buckets, axis), dataOf(buckets), element);
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [buckets, axis]);
  return <div ref={holder} class="chart" role="img" aria-label={t.mood.chartLabel} />;
}

/** Seconds, the tops of the stacked areas from the highest down, then the edges of the total's band. */
function dataOf(all: readonly Bucket[]): uPlot.AlignedData {
  const last = all.at(-1);
  // A step is drawn up to the next point: the last bucket needs an end.
  const buckets = last === undefined ? all : [...all, { ...last, startMs: last.startMs + last.lengthMs }];
  const seconds = buckets.map(({ startMs }) => startMs / 1_000);
  const tops = MOODS.map((_, index) => buckets.map((bucket) => topOf(bucket, index)));
  const total = (sign: 1 | -1) =>
    buckets.map((bucket) => {
      const top = topOf(bucket, MOODS.length - 1);
      return top === null ? null : Math.max(0, top + sign * bucket.band * Math.sqrt(MOODS.length));
    });
  return [seconds, ...tops.reverse(), total(1), total(-1)];
}

/** Sum of the moods up to `index`. Below zero is shown as zero. */
function topOf({ mean }: Bucket, index: number): number | null {
  if (mean === null) return null;
  return MOODS.slice(0, index + 1).reduce((sum, mood) => sum + Math.max(0, mean[mood]), 0);
}

function optionsOf(element: HTMLElement, buckets: readonly Bucket[], axisText: string): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const paths = uPlot.paths.stepped?.({ align: 1 });
  const line = { points: { show: false }, ...(paths === undefined ? {} : { paths }) };
  const areas = [...MOODS].reverse().map((mood) => ({
    ...line,
    label: t.moods[mood],
    fill: colour(`--mood-${mood}`),
    stroke: colour('--card'),
    width: 1,
  }));
  const edge = { ...line, label: t.mood.band, stroke: colour('--text'), width: 1, dash: [3, 4] };
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.05)] } },
    axes: [
      { ...axis, values: timeValues },
      { ...axis, label: axisText, labelGap: 4, size: 44 },
    ],
    hooks: { drawClear: [(plot) => shadeHeld(plot, buckets, colour)] },
    series: [{}, ...areas, edge, edge],
    bands: [{ series: [MOODS.length + 1, MOODS.length + 2], fill: colour('--band') }],
  };
}

/** Buckets of which nothing was released are hatched, and say why where there is room for it. */
function shadeHeld(plot: uPlot, buckets: readonly Bucket[], colour: (name: string) => string): void {
  const { ctx: context, bbox } = plot;
  const scale = devicePixelRatio;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  context.font = `${11 * scale}px system-ui, sans-serif`;
  context.textAlign = 'center';
  for (const { startMs, lengthMs, held } of buckets.filter(({ released }) => released === 0)) {
    const [reason] = heldIn([{ held }])[0] ?? [];
    if (reason === undefined) continue;
    const left = plot.valToPos(startMs / 1_000, 'x', true);
    const right = plot.valToPos((startMs + lengthMs) / 1_000, 'x', true);
    hatch(context, { left, right, top: bbox.top, bottom: bbox.top + bbox.height }, colour('--line'), scale);
    const text = t.suppressedShort[reason];
    if (context.measureText(text).width > right - left) continue;
    context.fillStyle = colour('--soft');
    context.fillText(text, (left + right) / 2, bbox.top + bbox.height / 2);
  }
  context.restore();
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function hatch(context: CanvasRenderingContext2D, { left, right, top, bottom }: Area, colour: string, scale: number) {
  const height = bottom - top;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 2 * scale;
  context.beginPath();
  for (let x = left - height; x < right; x += 8 * scale) {
    context.moveTo(x, bottom);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

const DAY_S = 24 * 3_600;

/** Hours of the reader's clock, or days where the axis spans several. */
function timeValues(_: uPlot, splits: number[]): string[] {
  const isLong = (splits.at(-1) ?? 0) - (splits[0] ?? 0) > 2 * DAY_S;
  return splits.map((second) => {
    const at = new Date(second * 1_000);
    return isLong
      ? at.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric' })
      : at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  });
}
