// Figures by group: a model that is good on average and bad for some is a bad model, so the worst is always named.
import { bootstrap, type Interval } from './bootstrap.ts';
import { classFiguresOf, confusionOf, totalsOf } from './confusion.ts';
import type { Prediction } from './prediction.ts';

export interface GroupFigures {
  readonly n: number;
  readonly accuracy: number | null;
  readonly uar: number | null;
  /** By label; null where the group has no such sample. */
  readonly recall: Readonly<Record<string, number | null>>;
  /** Of the accuracy. */
  readonly ci95: Interval;
}

export interface WorstGroup {
  readonly group: string;
  readonly n: number;
  readonly accuracy: number;
}

/** The lowest recall of any label in any group. */
export interface WorstCell {
  readonly group: string;
  readonly label: string;
  readonly n: number;
  readonly recall: number;
}

export function groupsOf(predictions: readonly Prediction[], labels: readonly string[], seed: number) {
  const members = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    if (prediction.group === null) continue;
    const group = members.get(prediction.group) ?? [];
    group.push(prediction);
    members.set(prediction.group, group);
  }
  const names = [...members.keys()].sort();
  const entries = names.map((name) => [name, figuresOf(members.get(name) ?? [], labels, seed)] as const);
  return {
    groups: Object.fromEntries(entries),
    worstGroup: worstGroup(entries),
    worstCell: worstCell(members, labels),
  };
}

function figuresOf(members: readonly Prediction[], labels: readonly string[], seed: number): GroupFigures {
  const confusion = confusionOf(members, labels.length);
  const { accuracy, uar } = totalsOf(confusion);
  const recall = Object.fromEntries(labels.map((label, index) => [label, classFiguresOf(confusion, index).recall]));
  return { n: members.length, accuracy, uar, recall, ci95: bootstrap(members, labels.length, { seed }).accuracy };
}

function worstGroup(entries: readonly (readonly [string, GroupFigures])[]): WorstGroup | null {
  const known = entries.flatMap(([group, { n, accuracy }]) => (accuracy === null ? [] : [{ group, n, accuracy }]));
  return known.sort((a, b) => a.accuracy - b.accuracy)[0] ?? null;
}

function worstCell(members: ReadonlyMap<string, readonly Prediction[]>, labels: readonly string[]): WorstCell | null {
  const cells = [...members].flatMap(([group, predictions]) => {
    const confusion = confusionOf(predictions, labels.length);
    return labels.flatMap((label, index) => {
      const { n, recall } = classFiguresOf(confusion, index);
      return recall === null ? [] : [{ group, label, n, recall }];
    });
  });
  return cells.sort((a, b) => a.recall - b.recall)[0] ?? null;
}
