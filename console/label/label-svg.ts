// The label as an SVG, for printers of labels and for pages.
import { codePath, QUIET_ZONE } from '../kiosk/notice-code.ts';
import { escaped } from '../kiosk/notice-page.ts';
import { LABEL_MM, type LabelPart } from './label.ts';

/** From the upper edge of a line to its base, in times the size. */
const ASCENT = 0.95;

export function labelSvg(parts: readonly LabelPart[], title: string): string {
  const { width, height } = LABEL_MM;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}" font-family="Noto Sans, DejaVu Sans, sans-serif">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.map(partSvg).join('\n')}
</svg>
`;
}

function partSvg(part: LabelPart): string {
  if (part.kind === 'text') {
    const { x, y, sizeMm, isBold, text } = part;
    const weight = isBold ? ' font-weight="700"' : '';
    const base = rounded(y + sizeMm * ASCENT);
    return `<text x="${x}" y="${base}" font-size="${rounded(sizeMm)}"${weight} xml:space="preserve">${escaped(text)}</text>`;
  }
  const { x, y, sizeMm, modules, says } = part;
  const scale = sizeMm / (modules.length + 2 * QUIET_ZONE);
  const place = `translate(${x} ${rounded(y)}) scale(${scale.toFixed(5)})`;
  return `<path role="img" aria-label="${escaped(says)}" transform="${place}" shape-rendering="crispEdges" d="${codePath(modules)}"/>`;
}

const rounded = (mm: number) => Number(mm.toFixed(3));
