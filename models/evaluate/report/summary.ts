// The result on a terminal: what matters first, and everything that was skipped.
import { SKIP_REASONS, type SkipReason } from '../data/skipped.ts';
import type { Result } from '../result.ts';
import { decimals, NONE, percent, range } from './format.ts';

const NAMED_SHOWN = 5;

export function summaryOf(result: Result): string {
  const parts = [
    headline(result),
    table(['label', 'n', 'precision', 'recall', 'F1', 'AUC'], labelRows(result)),
    table(['true \\ predicted', ...result.labels], confusionRows(result)),
    groupPart(result),
    pairsPart(result),
    robustnessPart(result),
    gatePart(result),
    skippedPart(result),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const WAYS: Readonly<Partial<Record<Result['task'], string>>> = {
  'speech-emotion': 'whole files',
  fusion: 'synthetic pairs',
};

function headline(result: Result): string {
  const { artifact, data, ci95, unsure } = result;
  const way = WAYS[result.task] ?? (data.detect ? 'detected and aligned' : 'direct crops');
  return [
    `${result.task}: ${result.model} ${result.version}, ${artifact.file} (${artifact.precision}, ${artifact.provider})`,
    `${data.folder}${data.split === null ? '' : `, ${data.split}`}: ${result.n} evaluated, ${result.skipped.total} skipped, ${way}`,
    '',
    `accuracy        ${percent(result.accuracy)}   95 % ${range(ci95.accuracy)}`,
    `average recall  ${percent(result.uar)}   95 % ${range(ci95.uar)}`,
    `macro F1        ${percent(result.macroF1)}   95 % ${range(ci95.macroF1)}`,
    `AUC             ${decimals(result.auc.macro)}`,
    `calibration     ${percent(result.ece)} expected error`,
    `unsure          below ${unsure.threshold}: ${percent(unsure.coverage)} vote, ${percent(unsure.accuracy)} of them rightly${flawsOf(unsure.flaws)}`,
    `time            ${decimals(result.msPerSample, 2)} ms a sample`,
  ].join('\n');
}

function flawsOf(flaws: Readonly<Record<string, number>>): string {
  const named = Object.entries(flaws).map(([flaw, count]) => `${count} ${flaw}`);
  return named.length === 0 ? '' : ` (refused by the quality gate: ${named.join(', ')})`;
}

function labelRows({ labels, perClass, auc }: Result): readonly (readonly string[])[] {
  return labels.map((label) => {
    const figures = perClass[label];
    const { n = 0, precision = null, recall = null, f1 = null } = figures ?? {};
    return [label, `${n}`, percent(precision), percent(recall), percent(f1), decimals(auc.perClass[label] ?? null)];
  });
}

const confusionRows = ({ labels, confusion }: Result) =>
  labels.map((label, index) => [label, ...(confusion[index] ?? []).map(String)]);

function groupPart({ groups, labels, worstGroup, worstCell }: Result): string {
  const rows = Object.entries(groups).map(([name, { n, accuracy, ci95, recall }]) => {
    return [name, `${n}`, percent(accuracy), range(ci95), ...labels.map((label) => percent(recall[label] ?? null))];
  });
  if (rows.length === 0) return '';
  const worst = worstGroup === null ? NONE : `${worstGroup.group}, ${percent(worstGroup.accuracy)} of ${worstGroup.n}`;
  const cell =
    worstCell === null
      ? NONE
      : `${worstCell.label} in ${worstCell.group}, ${percent(worstCell.recall)} of ${worstCell.n}`;
  const head = ['group', 'n', 'accuracy', '95 %', ...labels.map((label) => `recall ${label}`)];
  return `${table(head, rows)}\nworst group: ${worst}; worst label of a group: ${cell}`;
}

function pairsPart({ pairs }: Result): string {
  if (pairs === null) return '';
  const rows = pairs.map(({ pairing, from, n, accuracy, uar, macroF1, ece }) => {
    return [`${pairing}: ${from}`, `${n}`, percent(accuracy), percent(uar), percent(macroF1), percent(ece)];
  });
  const head = ['synthetic pairs', 'n', 'accuracy', 'recall', 'macro F1', 'calibration'];
  return `${table(head, rows)}\nThe truth is the face's. Faces and voices never met: they are paired by label within the split.`;
}

function gatePart({ gate }: Result): string {
  if (gate === null) return '';
  const rows = gate.map((point) => [`${point.signalToNoiseDb} dB`, percent(point.coverage), percent(point.accuracy)]);
  return table(['read from, above the noise', 'votes', 'rightly'], rows);
}

function robustnessPart({ robustness }: Result): string {
  if (robustness === null) return '';
  const rows = robustness.map((row) => [
    row.family,
    row.level,
    percent(row.found),
    percent(row.accuracy),
    percent(row.uar),
    percent(row.coverage),
    percent(row.sureAccuracy),
  ]);
  return table(['disturbance', 'level', 'face found', 'accuracy', 'recall', 'votes', 'rightly'], rows);
}

function skippedPart({ skipped }: Result): string {
  const lines = Object.entries(skipped.reasons).flatMap(([reason, { count, named }]) => {
    const shown = named.slice(0, NAMED_SHOWN).map((name) => `  ${name}`);
    const more = count > shown.length ? [`  and ${count - shown.length} more`] : [];
    return [`skipped ${count}: ${reason}, ${SKIP_REASONS[reason as SkipReason] ?? ''}`, ...shown, ...more];
  });
  return lines.join('\n');
}

/** Columns as wide as their longest cell; numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}
