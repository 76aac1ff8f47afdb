// A window: what one histogram of one room says, or why it says nothing. The only thing made from people that leaves.
import { z } from 'zod';
import { topicLevel } from './identity.ts';
import { CLOCK_STATES, CONTEXTS, PROFILES, STREAMS, SUPPRESSION_REASONS, TASKS } from './vocabulary.ts';

export const MECHANISMS = ['discrete-laplace', 'none'] as const;

/** Counts by bin. Signed and unclamped: noise may push a bin below zero (clamp for display only). */
const countsSchema = z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,23}$/), z.int());

export const windowSchema = z
  .strictObject({
    v: z.literal(1),
    device: topicLevel,
    boot: z.int().nonnegative().describe('How often sense has started; with `seq` the idempotency key'),
    seq: z.int().nonnegative().describe('Grows by one for each window of any stream within a boot'),
    stream: z.enum(STREAMS),
    context: z.enum(CONTEXTS).describe('Declared deployment context; `demo` is a replayed clip, never a room'),
    window: z.strictObject({
      start: z.iso.datetime().describe('UTC start; the window is closed-open'),
      seconds: z.int().min(1).max(86_400),
      complete: z.boolean().describe('False when sensing began or ended inside the window'),
      clock: z.enum(CLOCK_STATES),
    }),
    counts: countsSchema.nullable(),
    suppressed: z.enum(SUPPRESSION_REASONS).nullable(),
    models: z.partialRecord(z.enum(TASKS), z.string().regex(/^sha256:[0-9a-f]{64}$/)),
    privacy: z.strictObject({
      profile: z.enum(PROFILES),
      k: z.int().min(1),
      epsilonMilli: z.int().nonnegative().describe('Epsilon of this histogram × 1000'),
      mechanism: z.enum(MECHANISMS),
      spentMilli: z.int().nonnegative().describe('Spent today by all histograms × 1000, this window included'),
      capMilli: z.int().positive().nullable().describe('Cap of the day × 1000; null in the demo profile'),
    }),
    quality: z.strictObject({ coveragePercent: z.int().min(0).max(100) }),
  })
  .refine((window) => (window.counts === null) !== (window.suppressed === null), {
    message: 'a window has counts or a reason, never both, never neither',
  });
export type WindowMessage = z.infer<typeof windowSchema>;

declare const released: unique symbol;
/** A window that has passed the gate. Only `device/sense/privacy/release.ts` makes one (a test holds this). */
export type Aggregate = WindowMessage & { readonly [released]: true };

/** `(device, boot, seq)`: consumers discard duplicates by it. */
export const windowKey = (window: Pick<WindowMessage, 'device' | 'boot' | 'seq'>) =>
  `${window.device}/${window.boot}/${window.seq}`;
