// The words that code, topics, pages and documents share. A list here is the only place where its words are spelled.

/** Seven basic emotions plus `unsure`, the vote of a face or voice that cannot be read. `calm` counts as neutral. */
export const EMOTIONS = ['neutral', 'happy', 'sad', 'angry', 'fear', 'disgust', 'surprise'] as const;
export type Emotion = (typeof EMOTIONS)[number];

export const MOODS = [...EMOTIONS, 'unsure'] as const;
export type Mood = (typeof MOODS)[number];

/** Histograms that a room publishes, one topic each. */
export const STREAMS = ['mood', 'voice', 'presence', 'gender', 'feedback'] as const;
export type Stream = (typeof STREAMS)[number];

/** Why a window carries no counts. */
export const SUPPRESSION_REASONS = [
  'cohort',
  'budget',
  'clock',
  'camera',
  'microphone',
  'notice',
  'disabled',
  'stale',
  'down',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Where the device stands. `workplace` and `education` load no emotion model (EU AI Act, Article 5(1)(f)). */
export const CONTEXTS = [
  'demo',
  'public',
  'retail',
  'event',
  'care-or-safety',
  'research-with-consent',
  'workplace',
  'education',
] as const;
export type Context = (typeof CONTEXTS)[number];

export const EMOTIONLESS_CONTEXTS: readonly Context[] = ['workplace', 'education'];

/** Contexts in which the law asks for a written ground; the admin writes it at the claim. */
export const LEGAL_BASIS_CONTEXTS: readonly Context[] = ['care-or-safety', 'research-with-consent'];
/** Length of that ground, so that it is a sentence and no essay. */
export const LEGAL_BASIS_LENGTH_MIN = 20;

export const PROFILES = ['demo', 'standard', 'strict'] as const;
export type Profile = (typeof PROFILES)[number];

/** Trust in the wall clock: `floor` is the latest time known to have passed, `synced` was set by a time server. */
export const CLOCK_STATES = ['unknown', 'floor', 'synced'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** The life of a capture source. `idle` waits for set-up; the rest is supervised. */
export const SOURCE_STATES = ['idle', 'starting', 'running', 'stalled', 'absent', 'failed'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** What a model is for. */
export const TASKS = ['face-detector', 'face-emotion', 'gender', 'speech-emotion', 'fusion', 'voice-activity'] as const;
export type Task = (typeof TASKS)[number];

export const DWELL_BANDS = ['under1min', 'from1to5min', 'from5to15min', 'over15min'] as const;
export type DwellBand = (typeof DWELL_BANDS)[number];

/** What a visitor can tap at the kiosk: the faces that the room is read for, so that both can be compared. */
export const FEEDBACK_TAPS = EMOTIONS;
export type FeedbackTap = (typeof FEEDBACK_TAPS)[number];
