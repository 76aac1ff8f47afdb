// The result of an evaluation as it is written: one strict schema, from which its type comes too.
import { z } from 'zod';
import { PRECISIONS, PROVIDERS } from '../../shared/manifest.ts';
import { TASKS } from '../../shared/vocabulary.ts';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
/** Null where the data have nothing to count it from. */
const figure = share.nullable();
const interval = z.tuple([share, share]).nullable();
const byLabel = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
const unsure = z.strictObject({ threshold: share, coverage: figure, accuracy: figure });

const perClass = z.strictObject({ n: count, precision: figure, recall: figure, f1: figure });
const group = z.strictObject({ n: count, accuracy: figure, uar: figure, recall: byLabel(figure), ci95: interval });
const rocPoint = z.strictObject({ falsePositiveRate: share, truePositiveRate: share });
const bin = z.strictObject({ from: share, to: share, n: count, confidence: figure, accuracy: figure });
const robustnessRow = z.strictObject({
  family: z.string(),
  level: z.string(),
  n: count,
  found: figure,
  accuracy: figure,
  uar: figure,
  coverage: figure,
  sureAccuracy: figure,
});

export const resultSchema = z.strictObject({
  v: z.literal(1),
  task: z.enum(TASKS),
  model: z.string(),
  version: z.string(),
  artifact: z.strictObject({
    file: z.string(),
    precision: z.enum(PRECISIONS),
    provider: z.enum(PROVIDERS),
    sha256: z.string(),
    bytes: count,
  }),
  data: z.strictObject({
    folder: z.string().describe('Name of the folder, without its path'),
    split: z.string().nullable(),
    limit: count.nullable(),
    groupColumns: z.array(z.string()),
    detect: z.boolean(),
    seed: count,
  }),
  n: count.describe('Samples that were evaluated; what was skipped is not among them'),
  labels: z.array(z.string()),
  accuracy: figure,
  uar: figure.describe('Unweighted average recall, over the labels that have samples'),
  macroF1: figure,
  perClass: byLabel(perClass),
  confusion: z.array(z.array(count)).describe('Rows are true, columns predicted, in the order of labels'),
  auc: z.strictObject({ macro: figure, perClass: byLabel(figure) }),
  roc: byLabel(z.array(rocPoint)),
  ece: figure,
  reliability: z.array(bin),
  unsure: unsure.extend({ flaws: z.record(z.string(), count), curve: z.array(unsure) }),
  groups: z.record(z.string(), group),
  worstGroup: z.strictObject({ group: z.string(), n: count, accuracy: share }).nullable(),
  worstCell: z.strictObject({ group: z.string(), label: z.string(), n: count, recall: share }).nullable(),
  ci95: z.strictObject({ accuracy: interval, uar: interval, macroF1: interval }),
  msPerSample: z.number().nonnegative().nullable(),
  skipped: z.strictObject({
    total: count,
    reasons: z.record(z.string(), z.strictObject({ count, named: z.array(z.string()) })),
  }),
  errors: z.array(z.strictObject({ file: z.string(), label: z.string(), predicted: z.string(), probability: share })),
  gate: z
    .array(z.strictObject({ signalToNoiseDb: z.number(), coverage: figure, accuracy: figure }))
    .nullable()
    .describe(
      'Voices under noise of every level: who would vote if less above the noise were `unsure`; null unless asked for',
    ),
  pairs: z
    .array(
      z.strictObject({
        pairing: z.string(),
        from: z.string(),
        n: count,
        accuracy: figure,
        uar: figure,
        macroF1: figure,
        ece: figure,
      }),
    )
    .nullable()
    .describe('Fusion alone: synthetic pairs of a face and a voice'),
  robustness: z.array(robustnessRow).nullable().describe('Null unless it was asked for'),
});
export type Result = z.infer<typeof resultSchema>;
