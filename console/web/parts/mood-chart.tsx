// Moods over time as stacked areas, with the band that noise gives their total. Drawn by uPlot on a canvas; the table
// beside it says the same in words.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { MOODS } from '../../../shared/vocabulary.ts';
import type { Bucket } from '../state/mood-buckets.ts';
import { t } from '../strings/strings.ts';

const HEIGHT_PX = 300;

export function MoodChart({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const plot = new uPlot(optionsOf(element), dataOf(buckets), element);
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [buckets]);
  return <div ref={holder} class="chart" role="img" aria-label={t.mood.chartLabel} />;
}

/** Seconds, the tops of the stacked areas from the highest down, then the edges of the total's band. */
function dataOf(buckets: readonly Bucket[]): uPlot.AlignedData {
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

function optionsOf(element: HTMLElement): uPlot.Options {
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
      { ...axis, label: t.mood.axis, labelGap: 4, size: 44 },
    ],
    series: [{}, ...areas, edge, edge],
    bands: [{ series: [MOODS.length + 1, MOODS.length + 2], fill: colour('--band') }],
  };
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
