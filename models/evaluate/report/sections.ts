// The sections of a report, each of one figure and its table.
import { SKIP_REASONS, type SkipReason } from '../data/skipped.ts';
import type { MeanOcclusion } from '../face/mean-occlusion.ts';
import type { Result } from '../result.ts';
import { columnPlot, heatMap, linePlot } from './charts.ts';
import { decimals, percent, range } from './format.ts';
import { bar, type Html, html, htmlTable, NOTHING } from './html.ts';

export function tiles({ ci95, unsure, ...result }: Result): Html {
  const tile = (value: string, name: string) => html`<li><strong>${value}</strong><span>${name}</span></li>`;
  return html`<ul class="tiles">${[
    tile(percent(result.accuracy), `accuracy, 95 % ${range(ci95.accuracy)}`),
    tile(percent(result.uar), `average recall, 95 % ${range(ci95.uar)}`),
    tile(percent(result.macroF1), `macro F1, 95 % ${range(ci95.macroF1)}`),
    tile(decimals(result.auc.macro), 'mean area under the ROC curves'),
    tile(percent(result.ece), 'expected calibration error'),
    tile(percent(unsure.coverage), `vote at ${unsure.threshold}, ${percent(unsure.accuracy)} of them rightly`),
    tile(`${decimals(result.msPerSample, 1)} ms`, 'a sample'),
    tile(`${result.n}`, `evaluated, ${result.skipped.total} skipped`),
  ]}</ul>`;
}

export function labelSection({ labels, perClass, auc }: Result): Html {
  const rows = labels.map((label) => {
    const { n = 0, precision = null, recall = null, f1 = null } = perClass[label] ?? {};
    const area = decimals(auc.perClass[label] ?? null);
    return [label, `${n}`, bar(recall, percent(recall)), percent(precision), percent(f1), area];
  });
  return html`<h2>By label</h2>${htmlTable(['label', 'n', 'recall', 'precision', 'F1', 'AUC'], rows)}`;
}

export function confusionSection({ labels, confusion }: Result): Html {
  const rows = labels.map((label, index) => {
    const counts = confusion[index] ?? [];
    const total = Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
    const shade = (count: number) => `${Math.round((count / total) * 80)}%`;
    return [label, ...counts.map((count) => html`<span class="cell" style="--share:${shade(count)}">${count}</span>`)];
  });
  return html`<h2>Confusion</h2><p class="dim">Rows are what the label says, columns what the model said.</p>
${htmlTable(['', ...labels], rows)}`;
}

export function rocSection({ labels, roc, auc }: Result): Html {
  const series = labels.map((label) => ({
    name: `${label} ${decimals(auc.perClass[label] ?? null)}`,
    points: (roc[label] ?? []).map((point) => [point.falsePositiveRate, point.truePositiveRate] as const),
  }));
  const description = `ROC curves. Area under each: ${series.map(({ name }) => name).join(', ')}`;
  return html`<section><h2>ROC, one against the rest</h2>${linePlot({
    description,
    xTitle: 'false alarms among the rest, %',
    yTitle: 'found of the label, %',
    series,
    diagonal: true,
  })}</section>`;
}

export function calibrationSection({ reliability, ece }: Result): Html {
  const n = Math.max(
    1,
    reliability.reduce((sum, bin) => sum + bin.n, 0),
  );
  const columns = reliability.map((bin) => ({
    from: bin.from,
    to: bin.to,
    height: bin.accuracy ?? 0,
    weight: bin.n / n,
  }));
  const description = `Accuracy by confidence; expected calibration error ${percent(ece)}`;
  return html`<section><h2>Calibration</h2>${columnPlot(description, 'confidence, %', 'accuracy, %', columns)}
<p class="dim">A column on the dotted line means what it says. Fuller columns hold more samples.</p></section>`;
}

export function unsureSection({ unsure }: Result): Html {
  const points = unsure.curve.flatMap(({ coverage, accuracy }) =>
    coverage === null || accuracy === null ? [] : [[coverage, accuracy] as const],
  );
  const { coverage, accuracy, threshold, flaws } = unsure;
  const marks = coverage === null || accuracy === null ? [] : [[coverage, accuracy] as const];
  const refused = Object.entries(flaws).map(([flaw, count]) => `${count} ${flaw}`);
  return html`<section><h2>Unsure</h2>${linePlot({
    description: `Accuracy of those that vote against how many vote. At ${threshold}: ${percent(accuracy)} of ${percent(coverage)}`,
    xTitle: 'vote, %',
    yTitle: 'rightly among them, %',
    series: [{ name: 'by certainty', points }],
    marks,
  })}<p class="dim">The dot is the device: threshold ${threshold}, and its quality gate${refused.length === 0 ? '' : ` (refused: ${refused.join(', ')})`}.</p></section>`;
}

export function groupSection({ groups, labels, worstGroup, worstCell, data }: Result): Html {
  const rows = Object.entries(groups).map(([name, { n, accuracy, ci95, recall }]) => [
    name,
    `${n}`,
    bar(accuracy, percent(accuracy)),
    range(ci95),
    ...labels.map((label) => percent(recall[label] ?? null)),
  ]);
  if (rows.length === 0) return NOTHING;
  const head = ['group', 'n', 'accuracy', '95 %', ...labels.map((label) => `recall ${label}`)];
  const worst = worstGroup === null ? '' : `Worst group: ${worstGroup.group}, ${percent(worstGroup.accuracy)}. `;
  const cell =
    worstCell === null
      ? ''
      : `Worst label of a group: ${worstCell.label} in ${worstCell.group}, ${percent(worstCell.recall)} of ${worstCell.n}.`;
  return html`<h2>By ${data.groupColumns.join(' × ')}</h2><p>${worst}${cell}</p>${htmlTable(head, rows)}`;
}

export function robustnessSection({ robustness, task }: Result): Html {
  if (robustness === null) return NOTHING;
  const hasFaces = task !== 'speech-emotion';
  const rows = robustness.map((row) => [
    `${row.family} ${row.level}`,
    ...(hasFaces ? [percent(row.found)] : []),
    bar(row.accuracy, percent(row.accuracy)),
    percent(row.uar),
    percent(row.coverage),
    percent(row.sureAccuracy),
  ]);
  const head = [
    'disturbance',
    ...(hasFaces ? ['face found'] : []),
    'accuracy',
    'average recall',
    'vote',
    'rightly among them',
  ];
  return html`<h2>Robustness</h2><p class="dim">The same split again under one disturbance each.</p>${htmlTable(head, rows)}`;
}

export function pairsSection({ pairs }: Result): Html {
  if (pairs === null) return NOTHING;
  const rows = pairs.map(({ pairing, from, n, accuracy, uar, macroF1, ece }) => [
    `${pairing}: ${from}`,
    `${n}`,
    bar(macroF1, percent(macroF1)),
    percent(uar),
    percent(accuracy),
    percent(ece),
  ]);
  const head = ['synthetic pairs', 'n', 'macro F1', 'average recall', 'accuracy', 'calibration error'];
  return html`<h2>Pairs</h2><p class="dim">Faces and voices never met: they are paired by label within the split, and the truth is the face's.
Mismatched: the voice is of another label, as where the speaker is not the face. Where one of both is missing, the device answers as the
other alone. <em>Where attributed</em> is a room with two talking faces, by the shares of voices laid rightly and wrongly that were measured apart.</p>
${htmlTable(head, rows)}`;
}

export function gateSection({ gate }: Result): Html {
  if (gate === null) return NOTHING;
  const rows = gate.map(({ signalToNoiseDb, coverage, accuracy }) => [
    `${signalToNoiseDb} dB`,
    percent(coverage),
    bar(accuracy, percent(accuracy)),
  ]);
  const points = gate.flatMap(({ coverage, accuracy }) =>
    coverage === null || accuracy === null ? [] : [[coverage, accuracy] as const],
  );
  return html`<section><h2>Too noisy</h2><p class="dim">All voices under noise together: who still votes if less above the noise is <em>unsure</em>, and how rightly.</p>
${linePlot({
  description: `Accuracy of those that vote against how many vote, from ${gate[0]?.signalToNoiseDb ?? 0} to ${gate.at(-1)?.signalToNoiseDb ?? 0} dB above the noise`,
  xTitle: 'vote, %',
  yTitle: 'rightly among them, %',
  series: [{ name: 'by distance from the noise', points }],
})}${htmlTable(['read from, above the noise', 'vote', 'rightly among them'], rows)}</section>`;
}

export function occlusionSection(occlusion: readonly MeanOcclusion[]): Html {
  if (occlusion.length === 0) return NOTHING;
  const maps = occlusion.map(({ label, n, columns, losses }) => heatMap(`${label}, mean of ${n}`, columns, losses));
  return html`<h2>What it looks at</h2><p class="dim">A grey patch is moved over faces that were read rightly. Warm: the label
loses by it, so the model looked there. Cold: it gains. Means over several faces; no picture is in this page.</p><div class="heats">${maps}</div>`;
}

export function errorSection({ errors }: Result): Html {
  if (errors.length === 0) return NOTHING;
  const rows = errors.map(({ file, label, predicted, probability }) => [
    predicted,
    percent(probability),
    label,
    html`<code>${file}</code>`,
  ]);
  return html`<h2>Most confident errors</h2>${htmlTable(['said', 'how surely', 'label', 'file'], rows)}`;
}

export function skippedSection({ skipped }: Result): Html {
  if (skipped.total === 0) return html`<h2>Skipped</h2><p>Nothing.</p>`;
  const blocks = Object.entries(skipped.reasons).map(
    ([
      reason,
      { count, named },
    ]) => html`<details><summary>${reason}: ${count} (${SKIP_REASONS[reason as SkipReason] ?? ''})</summary>
<ul>${named.map((name) => html`<li><code>${name}</code></li>`)}</ul></details>`,
  );
  return html`<h2>Skipped</h2>${blocks}`;
}
