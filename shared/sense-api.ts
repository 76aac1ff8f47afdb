// Contracts of sense's three sockets: `windows` (link pulls), `control` and `preview` (console's group only).
import { z } from 'zod';
import { aimingStatusSchema } from './aiming.ts';
import { WINDOW_BYTES } from './limits.ts';
import { modelFigureSchema, perceivedGenderSchema } from './manifest.ts';
import { senseBirthSchema, senseHealthSchema } from './messages.ts';
import { sensingHoursSchema } from './privacy-settings.ts';
import { CONTEXTS, EMOTIONS, FEEDBACK_TAPS, MOODS, PROFILES, SOURCE_STATES, STREAMS, TASKS } from './vocabulary.ts';

/** One durable release. `payload` is the exact JSON text to publish: a retry sends the same bytes. */
export const releaseRecordSchema = z.strictObject({
  boot: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  stream: z.enum(STREAMS),
  payload: z.string().max(WINDOW_BYTES),
});
export type ReleaseRecord = z.infer<typeof releaseRecordSchema>;

/** GET /v1/releases?limit=1..100&waitMs=0..20000: oldest first; answers at once when there are any, else waits. */
export const releasesQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  waitMs: z.coerce.number().int().min(0).max(20_000).default(0),
});
export const releasesResponseSchema = z.strictObject({ releases: z.array(releaseRecordSchema) });
/** POST /v1/releases/acknowledge: link has them durably. Unknown keys are ignored (they were acknowledged before). */
export const acknowledgeRequestSchema = z.strictObject({
  keys: z.array(z.strictObject({ boot: z.int().nonnegative(), seq: z.int().nonnegative() })).max(100),
});
export const acknowledgeResponseSchema = z.strictObject({ acknowledged: z.int().nonnegative() });
/** GET /v1/birth and GET /v1/health on sense/windows. */
export const birthResponseSchema = senseBirthSchema;
export const healthResponseSchema = senseHealthSchema;

/** Why sense does not sense yet. */
export const IDLE_REASONS = ['unclaimed', 'notice'] as const;

/** GET /v1/status on sense/control. */
export const senseStatusSchema = z.strictObject({
  sensing: z.boolean(),
  idleReason: z.enum(IDLE_REASONS).nullable(),
  source: z.strictObject({
    label: z.string().describe('What is watched, in words: `demo`, a file name, a device path'),
    live: z.boolean(),
    state: z.enum(SOURCE_STATES),
    cause: z.string().nullable(),
    widthPx: z.int().nonnegative(),
    heightPx: z.int().nonnegative(),
  }),
  fps: z.number().nonnegative(),
  context: z.enum(CONTEXTS).nullable(),
  noticeConfirmed: z.boolean(),
  previewEnabled: z.boolean(),
  profile: z.enum(PROFILES),
  k: z.int().min(1),
  windowSeconds: z.int().positive(),
  windowEndsInSeconds: z.number().nonnegative().nullable(),
  shares: z
    .partialRecord(z.enum(STREAMS), z.int().positive())
    .describe('Histograms that are on, each with its epsilon × 1000 of a window; empty before the claim'),
  hours: sensingHoursSchema.nullable().describe('Null where nothing limits them'),
  noticeRevision: z.int().positive().describe('Revision of the notice that says what is sensed now'),
  aiming: aimingStatusSchema,
});
export type SenseStatus = z.infer<typeof senseStatusSchema>;

/** POST /v1/claim: fixes the context for good (only a reset changes it). */
export const claimRequestSchema = z.strictObject({
  context: z.enum(CONTEXTS).exclude(['demo']),
  legalBasis: z.string().min(20).max(2_000).nullable().default(null).describe('Needed where the context asks for one'),
});
/** POST /v1/notice: an admin confirms that the notice is posted, as they read it. A revision that is out of date is refused. */
export const noticeRequestSchema = z.strictObject({ posted: z.literal(true), revision: z.int().positive() });
/** PUT /v1/preview. */
export const previewRequestSchema = z.strictObject({ enabled: z.boolean() });

/** Why sense/preview closed a viewer's WebSocket at /v1/preview. */
export const PREVIEW_CLOSE = { disabled: 4001, viewers: 4002 } as const;

/** POST /v1/feedback: one tap at the kiosk. `counted` is false while taps are off or one was counted a moment ago. */
export const feedbackRequestSchema = z.strictObject({ tap: z.enum(FEEDBACK_TAPS) });
export const feedbackResponseSchema = z.strictObject({ counted: z.boolean() });

/**
 * One text message of sense/preview; the binary message that follows is the mosaic as JPEG.
 * Boxes are fractions 0..1 of the picture. No track id: the order of `faces` is the only name they have.
 */
export const previewOverlaySchema = z.strictObject({
  v: z.literal(1),
  atMs: z.number().describe('Monotonic milliseconds since sense started'),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  faces: z
    .array(
      z.strictObject({
        x: z.number(),
        y: z.number(),
        width: z.number(),
        height: z.number(),
        ageSeconds: z.number().nonnegative(),
        mood: z.enum(MOODS).nullable(),
        /** Probabilities in the order of EMOTIONS, or null where no emotion model is loaded. */
        probabilities: z.array(z.number()).nullable(),
        /** Null unless gender is switched on, and while a face has not been read. */
        gender: perceivedGenderSchema.nullable(),
      }),
    )
    .max(50),
});
export type PreviewOverlay = z.infer<typeof previewOverlaySchema>;

/** Loudness in dB below full scale. */
const decibels = z.number().min(-120).max(0);
/** Utterances that the meter remembers. */
export const UTTERANCES_SHOWN = 5;

/**
 * GET /v1/sound on sense/control: what the meter shows. Loudness and the length of utterances, no sound and no word.
 * Empty while `isShown` is false: levels are told only while the preview is on, or while the device is being aimed.
 */
export const soundSchema = z.strictObject({
  isShown: z.boolean(),
  state: z.enum(SOURCE_STATES).describe('Of the microphone; `idle` where none is wanted'),
  cause: z.string().nullable(),
  levelsDb: z.array(decibels).max(40).describe('Loudness of the last second, oldest first'),
  noiseDb: decibels.nullable().describe('The quietest that the room has been of late'),
  isSpeaking: z.boolean(),
  utterances: z
    .array(
      z.strictObject({
        agoSeconds: z.number().nonnegative(),
        seconds: z.number().nonnegative(),
        loudnessDb: decibels,
        signalToNoiseDb: z.number(),
        isGood: z.boolean().describe('Loud and clear enough to be read'),
      }),
    )
    .max(UTTERANCES_SHOWN)
    .describe('Newest first'),
});
export type SoundReport = z.infer<typeof soundSchema>;

/** GET /v1/models on sense/control: what is installed, what runs, and what its maker measured. */
export const modelReportSchema = z.strictObject({
  task: z.enum(TASKS),
  id: z.string(),
  version: z.string(),
  licence: z.string(),
  origin: z.string().describe('Project or recipe that it came from'),
  figures: z.array(modelFigureSchema),
  running: z
    .strictObject({ digest: z.string(), provider: z.string(), precision: z.string() })
    .nullable()
    .describe('Null while it is not loaded'),
  refused: z.array(z.strictObject({ provider: z.string(), reason: z.string() })).describe('Providers that did not do'),
});
export const modelsResponseSchema = z.strictObject({ models: z.array(modelReportSchema) });
export type ModelReport = z.infer<typeof modelReportSchema>;

/** POST /v1/why on sense/control: the face at this point of the picture, as fractions of its width and height. */
export const whyRequestSchema = z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });
/** What the model looked at: a grid of losses over the face, no pixel of it. */
export const whyResponseSchema = z.strictObject({
  emotion: z.enum(EMOTIONS),
  probability: z.number().min(0).max(1),
  columns: z.int().min(2).max(16),
  rows: z.int().min(2).max(16),
  losses: z.array(z.number().min(-1).max(1)).max(256).describe('Row by row: probability lost when that part is hidden'),
});
export type WhyResponse = z.infer<typeof whyResponseSchema>;
