// The other messages a device publishes: birth, state, health and events. Nothing in them is derived from people.
import { z } from 'zod';
import { topicLevel } from './identity.ts';
import { CLOCK_STATES, CONTEXTS, PROFILES, SOURCE_STATES, TASKS } from './vocabulary.ts';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const count = z.int().nonnegative();

/** What sense says of itself; link completes it into birth. */
export const senseBirthSchema = z.strictObject({
  context: z.enum(CONTEXTS).nullable().describe('Null before the claim'),
  profile: z.enum(PROFILES),
  k: z.int().min(1),
  windowSeconds: z.int().positive(),
  epsilonMilli: z.int().nonnegative().describe('Epsilon of one window over all its histograms × 1000'),
  gender: z.boolean().describe('Whether the gender histogram is on'),
  models: z.partialRecord(z.enum(TASKS), digest),
  providers: z.partialRecord(z.enum(TASKS), z.string()).describe('Execution provider that really ran'),
});
export type SenseBirth = z.infer<typeof senseBirthSchema>;

export const birthSchema = z.strictObject({
  v: z.literal(1),
  device: topicLevel,
  site: topicLevel,
  session: z.int().positive(),
  software: z.strictObject({ roomtone: z.string(), node: z.string() }),
  hardware: z.strictObject({ model: z.string(), arch: z.string(), cores: z.int().positive(), memoryMb: z.int() }),
  features: z.array(z.string()),
  configRevision: count,
  sense: senseBirthSchema.nullable().describe('Null while sense is not reachable'),
});
export type Birth = z.infer<typeof birthSchema>;

/** Retained, and the last will: the will carries the same session number as the birth it belongs to. */
export const stateSchema = z.strictObject({
  v: z.literal(1),
  device: topicLevel,
  online: z.boolean(),
  session: z.int().positive(),
  reason: z.enum(['connected', 'stopped', 'lost']),
});
export type State = z.infer<typeof stateSchema>;

export const sourceHealthSchema = z.strictObject({
  kind: z.enum(['camera', 'microphone']),
  state: z.enum(SOURCE_STATES),
  cause: z.string().max(200).nullable(),
  restarts: count,
});

/** What sense says of its own health. Rates are rounded to coarse steps so that they tell nothing of people. */
export const senseHealthSchema = z.strictObject({
  sources: z.array(sourceHealthSchema),
  fpsStep: z.int().min(0).max(60).describe('Frames a second, rounded to steps of 5 (1 to 4 reads 1)'),
  framesReceived: count.describe(
    'Pictures from the camera since it was opened, to two digits; an empty room gives as many',
  ),
  inferenceRestarts: count,
  releasesPending: count.describe('Windows released and not yet taken by link'),
  providers: z.partialRecord(z.enum(TASKS), z.string()),
  rssMb: count,
  loopDelayP99Ms: z.number().nonnegative(),
});
export type SenseHealth = z.infer<typeof senseHealthSchema>;

export const healthSchema = z.strictObject({
  v: z.literal(1),
  device: topicLevel,
  at: z.iso.datetime(),
  uptimeSeconds: count,
  clock: z.enum(CLOCK_STATES),
  sense: senseHealthSchema.nullable(),
  link: z.strictObject({
    outboxDepth: count,
    outboxBytes: count,
    outboxOldestSeconds: count,
    outboxDegraded: z.boolean().describe('The disk refuses: windows are held in memory, and sense keeps them'),
    configurationDegraded: z
      .boolean()
      .describe('The configuration is not on the disk: what holds now is gone at the next start'),
    certificateDays: z.int().nullable().describe("Days until the device's certificate expires; null without one"),
    dropped: z.record(z.string(), count).describe('Windows dropped by a bound of the outbox, by stream'),
    published: count,
    commandsRefused: count.describe('Requests that were refused or not looked at, since link started'),
    reconnects: count,
    protocol: z.enum(['5', '3.1.1']),
    rssMb: count,
    loopDelayP99Ms: z.number().nonnegative(),
  }),
  temperaturesC: z.record(z.string(), z.number()),
  diskFreeMb: count.nullable(),
});
export type Health = z.infer<typeof healthSchema>;

export const eventSchema = z.strictObject({
  v: z.literal(1),
  device: topicLevel,
  at: z.iso.datetime(),
  code: z.string().regex(/^[a-z][a-z0-9-]{1,47}$/),
  detail: z.string().max(300),
});
export type EventMessage = z.infer<typeof eventSchema>;
