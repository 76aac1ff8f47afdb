// A report: one self-contained page with the curves, readable on a phone and in the dark. It loads nothing, runs no
// script, and holds no picture of anyone.
import type { MeanOcclusion } from '../face/mean-occlusion.ts';
import type { Result } from '../result.ts';
import { megabytes } from './format.ts';
import { type Html, html } from './html.ts';
import {
  calibrationSection,
  confusionSection,
  errorSection,
  gateSection,
  groupSection,
  labelSection,
  occlusionSection,
  pairsSection,
  robustnessSection,
  rocSection,
  skippedSection,
  tiles,
  unsureSection,
} from './sections.ts';
import { STYLE } from './style.ts';

export interface PageContext {
  readonly occlusion: readonly MeanOcclusion[];
  /** How the same figures are had again. */
  readonly command: string;
  readonly date: Date;
}

export function reportPage(result: Result, context: PageContext): string {
  const title = `${result.task}: ${result.model} ${result.version}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>${title}</title><style>${{ html: STYLE }}</style></head>
<body><main>
<h1>${title}</h1><p class="dim">${setLine(result)}</p>
${tiles(result)}
${labelSection(result)}
${confusionSection(result)}
<div class="pair">${rocSection(result)}${calibrationSection(result)}${unsureSection(result)}</div>
${groupSection(result)}
${pairsSection(result)}
${robustnessSection(result)}
${gateSection(result)}
${occlusionSection(context.occlusion)}
${errorSection(result)}
${skippedSection(result)}
${howSection(result, context)}
</main></body></html>
`.html;
}

const WAYS: Readonly<Partial<Record<Result['task'], string>>> = {
  'speech-emotion': 'voices as they are in their files',
  fusion: 'synthetic pairs of a face and a voice',
};

function setLine({ data, task }: Result): string {
  const split = data.split === null ? '' : `, ${data.split}`;
  const limit = data.limit === null ? '' : `, ${data.limit} rows drawn`;
  return `On ${data.folder}${split}${limit}; ${WAYS[task] ?? (data.detect ? 'faces found and aligned as in a room' : 'each picture is one face crop')}.`;
}

function howSection({ artifact, data }: Result, { command, date }: PageContext): Html {
  return html`<h2>How it was measured</h2><p>${date.toISOString().slice(0, 10)}, <code>${command}</code></p>
<p class="dim">${artifact.file}, ${artifact.precision} on ${artifact.provider}, ${megabytes(artifact.bytes)}, SHA-256 <code>${artifact.sha256}</code>.
Intervals: 95 %, percentile bootstrap, seed ${data.seed}. Average recall and macro F1 run over the labels that have samples.</p>`;
}
