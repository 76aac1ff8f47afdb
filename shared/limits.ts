// Every capacity, wait, retry and length that more than one file must agree on, with its unit and its reason.
// A limit used by one file alone stands at the top of that file.

/** MQTT: the largest envelope a window may fill. Keeps a year of a 15-minute room under 150 MB at the broker. */
export const WINDOW_BYTES = 4_096;
/** MQTT.js keeps unacknowledged messages in RAM, and silently overwrites the oldest after 65,535. */
export const MQTT_IN_FLIGHT = 20;
/** Reconnect with full jitter between these; 300 s spreads a fleet after a broker restart. */
export const RECONNECT_MIN_MS = 1_000;
export const RECONNECT_MAX_MS = 300_000;
/** A fleet must not burst at the end of a window: each device adds its own stable offset below this. */
export const PUBLICATION_OFFSET_MS = 60_000;
export const HEALTH_PERIOD_MS = 60_000;
/** Outbox: a week of a broker's absence, and never more disk than this. */
export const OUTBOX_BYTES = 50 * 1024 * 1024;
export const OUTBOX_AGE_MS = 7 * 24 * 3_600_000;
export const OUTBOX_COUNT = 20_000;
/** Replay must not starve live windows nor flood a broker that has just come back. */
export const REPLAY_PER_SECOND = 10;
/** Released windows kept for the pages: 31 days. */
export const RING_DAYS = 31;
/** Requests over the Unix sockets: local and small, so slow means stuck. */
export const SOCKET_TIMEOUT_MS = 5_000;
/** Long poll of sense/windows by link: under the socket time-out of undici, over one tick of a window. */
export const LONG_POLL_MS = 20_000;
export const SOCKET_BODY_BYTES = 256 * 1024;
/** HTTP body of the console. */
export const CONSOLE_BODY_BYTES = 256 * 1024;
/** Largest frame: 4K RGB. A source that claims more is refused. */
export const FRAME_WIDTH_MAX_PX = 3_840;
export const FRAME_HEIGHT_MAX_PX = 2_160;
/** A source that gives nothing for this long is stalled (noticed within 5 s with one check a second). */
export const SOURCE_STALL_MS = 4_000;
export const SOURCE_BACKOFF_MIN_MS = 1_000;
export const SOURCE_BACKOFF_MAX_MS = 30_000;
/** A track dies this long after it was last seen. */
export const TRACK_TTL_MS = 3_000;
/** Tracks that one window may hold; the rest is counted as dropped. */
export const TRACKS_PER_WINDOW = 200;
/** A vote needs this much of a face, else it is `unsure`. */
export const VOTE_MIN_MS = 2_000;
export const VOTE_MIN_FRAMES = 8;
/** Inference that has not answered for this long is stuck. */
export const INFERENCE_STUCK_MS = 8_000;
/** Preview: viewers at once, and frames a second. */
export const PREVIEW_VIEWERS = 2;
export const PREVIEW_FPS = 10;
/** Aiming the camera ends by itself after this long; whoever needs more says once more why. */
export const AIMING_MS = 5 * 60_000;
/** A child that is asked to stop gets this long before it is killed; Ctrl-C must end within 3 s. */
export const STOP_GRACE_MS = 2_000;
/** Signs of a password (OWASP ASVS 5.0, 6.2.1 and 6.2.9): at least 12 here, and 64 must be allowed. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;
/** Signs of the line that a visitor may write at the kiosk. */
export const FEEDBACK_TEXT_LENGTH_MAX = 280;
/** Somebody who tries the microphone with a sentence is listened to for so long. */
export const SENTENCE_SECONDS = 5;
/** Until sound that was heard has been read; a microphone that is silent for longer has failed. */
export const SENTENCE_GRACE_MS = 2_500;
