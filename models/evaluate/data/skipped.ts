// What was not evaluated, and why. Nothing is left out of a figure without being named and counted here.

export const SKIP_REASONS = {
  ROW_MALFORMED: 'the line has other columns than the first, or an open quote',
  FILE_OUTSIDE: 'the path leaves the folder of the data',
  FILE_REPEATED: 'the file stands in the split more than once',
  FILE_MISSING: 'there is no such file',
  FILE_UNREADABLE: 'the file is no picture that can be decoded',
  LABEL_UNKNOWN: 'the task has no such label',
  NO_FACE: 'the detector found no face',
} as const;
export type SkipReason = keyof typeof SKIP_REASONS;

export interface Skip {
  readonly reason: SkipReason;
  /** Of labels.csv, counted from 1. */
  readonly line: number;
  readonly file: string;
  /** What was found instead, in a few words. */
  readonly detail?: string;
}

/** Named one by one up to this many a reason; all are counted. */
const NAMED_MAX = 100;

export function summarise(skips: readonly Skip[]) {
  const reasons = [...new Set(skips.map(({ reason }) => reason))].sort();
  const entries = reasons.map((reason) => {
    const those = skips.filter((skip) => skip.reason === reason).sort((a, b) => a.line - b.line);
    return [reason, { count: those.length, named: those.slice(0, NAMED_MAX).map(nameOf) }] as const;
  });
  return { total: skips.length, reasons: Object.fromEntries(entries) };
}

export type SkippedSummary = ReturnType<typeof summarise>;

const nameOf = ({ line, file, detail }: Skip) => `line ${line}: ${file}${detail === undefined ? '' : ` (${detail})`}`;
