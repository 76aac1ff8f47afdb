// Curves as SVG: 0..1 on both axes, drawn in the page's own colours, told apart by dashes too and not by colour alone.
import { type Html, html } from './html.ts';

export interface Series {
  readonly name: string;
  /** [x, y], each 0..1. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Plot {
  /** Read out instead of the picture. */
  readonly description: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly Series[];
  /** A straight line from corner to corner: chance, or perfect calibration. */
  readonly diagonal?: boolean;
  /** Points that stand out. */
  readonly marks?: readonly (readonly [number, number])[];
}

const SIDE = 320;
const EDGE = { left: 44, top: 10, right: 10, bottom: 40 };
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const x = (value: number) => round(EDGE.left + value * SIDE);
const y = (value: number) => round(EDGE.top + (1 - value) * SIDE);
const round = (value: number) => Math.round(value * 10) / 10;

export function linePlot({ description, xTitle, yTitle, series, diagonal = false, marks = [] }: Plot): Html {
  return html`<figure>${svg(description, [
    axes(xTitle, yTitle),
    diagonal ? html`<path class="diagonal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>` : '',
    ...series.map(({ points }, index) => html`<path class="line s${index % 8}" d="${pathOf(points)}"/>`),
    ...marks.map(([mx, my]) => html`<circle class="mark" cx="${x(mx)}" cy="${y(my)}" r="5"/>`),
  ])}${series.length > 1 ? legend(series) : ''}</figure>`;
}

const legend = (series: readonly Series[]) =>
  html`<figcaption class="legend">${series.map(
    ({ name }, index) =>
      html`<span><svg viewBox="0 0 28 8" aria-hidden="true"><path class="line s${index % 8}" d="M0 4H28"/></svg>${name}</span>`,
  )}</figcaption>`;

export interface Column {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  /** Share of all samples in this column, 0..1: how much it counts. */
  readonly weight: number;
}

/** Columns against the diagonal; the fuller the colour, the more samples. */
export function columnPlot(description: string, xTitle: string, yTitle: string, columns: readonly Column[]): Html {
  const heaviest = Math.max(...columns.map(({ weight }) => weight), 1e-9);
  const drawn = columns.map(({ from, to, height, weight }) => {
    const opacity = round(0.25 + 0.75 * (weight / heaviest));
    const width = round((to - from) * SIDE - 2);
    return html`<rect class="column" x="${x(from) + 1}" y="${y(height)}" width="${width}" height="${round(height * SIDE)}" opacity="${opacity}"/>`;
  });
  const diagonal = html`<path class="diagonal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>`;
  return html`<figure>${svg(description, [axes(xTitle, yTitle), ...drawn, diagonal])}</figure>`;
}

/** Cells of −1..1: what is lost in one colour, what is gained in the other; the strongest is full. */
export function heatMap(name: string, columns: number, values: readonly number[]): Html {
  const strongest = Math.max(...values.map(Math.abs), 1e-9);
  const cells = values.map((value, cell) => {
    const tone = value >= 0 ? 'lost' : 'gained';
    const opacity = round100(Math.abs(value) / strongest);
    return html`<rect class="${tone}" x="${cell % columns}" y="${Math.floor(cell / columns)}" width="1.02" height="1.02" opacity="${opacity}"/>`;
  });
  const rows = Math.ceil(values.length / columns);
  return html`<figure class="heat"><svg viewBox="0 0 ${columns} ${rows}" role="img" aria-label="${name}">${cells}</svg><figcaption>${name}</figcaption></figure>`;
}

const round100 = (value: number) => Math.round(value * 100) / 100;

function svg(description: string, content: readonly (Html | string)[]): Html {
  const width = EDGE.left + SIDE + EDGE.right;
  const height = EDGE.top + SIDE + EDGE.bottom;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">${content}</svg>`;
}

function axes(xTitle: string, yTitle: string): Html {
  const lines = TICKS.map(
    (tick) => html`<path class="grid" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/>
<text x="${x(tick)}" y="${y(0) + 16}" text-anchor="middle">${tick * 100}</text>
<text x="${x(0) - 6}" y="${y(tick) + 4}" text-anchor="end">${tick * 100}</text>`,
  );
  const middle = EDGE.top + SIDE / 2;
  return html`${lines}<text x="${x(0.5)}" y="${y(0) + 34}" text-anchor="middle">${xTitle}</text>
<text x="12" y="${middle}" text-anchor="middle" transform="rotate(-90 12 ${middle})">${yTitle}</text>`;
}

const pathOf = (points: readonly (readonly [number, number])[]) =>
  points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('');
