// The plan of windows: closed-open spans aligned to UTC multiples of their length, so that every room of a fleet cuts
// time at the same instants. Monotonic time closes a window; the wall clock only labels it. A wall clock that steps
// ends the window at once, because its label can no longer be trusted.

/** A drift within one window that slewing and a leap second explain; beyond it the wall clock has stepped. */
export const CLOCK_STEP_MS = 5_000;
/** After a longer absence of ticks the windows between are left to whoever watches sense itself. */
const WINDOWS_CAUGHT_UP = 96;

/** One instant on both clocks. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export interface WindowSpan {
  /** UTC milliseconds, a multiple of the length. */
  readonly startMs: number;
  readonly seconds: number;
}

/** A window that is open. */
export interface OpenWindow {
  readonly span: WindowSpan;
  /** Monotonic milliseconds, closed-open. */
  readonly openedAtMs: number;
  readonly endsAtMs: number;
  /** UTC milliseconds at the opening. */
  readonly openedWallMs: number;
  /** Wall minus monotonic when it was opened. */
  readonly wallOffsetMs: number;
  /** Whether it was open from its first instant. */
  readonly isWhole: boolean;
}

export interface ClosedWindow {
  readonly span: WindowSpan;
  readonly openedAtMs: number;
  readonly openedWallMs: number;
  readonly closedAtMs: number;
  readonly isComplete: boolean;
  /** The wall clock stepped inside it. */
  readonly hasStepped: boolean;
}

export type WindowEvent =
  | { readonly kind: 'open'; readonly at: Moment; readonly seconds: number }
  | { readonly kind: 'tick'; readonly at: Moment }
  | { readonly kind: 'close'; readonly at: Moment };

export interface WindowStep {
  readonly open: OpenWindow | null;
  readonly closed: ClosedWindow | null;
}

/** The span of `seconds` that holds `wallMs`. */
export function spanAt(wallMs: number, seconds: number): WindowSpan {
  const lengthMs = seconds * 1_000;
  return { startMs: Math.floor(wallMs / lengthMs) * lengthMs, seconds };
}

export const endOf = (span: WindowSpan) => span.startMs + span.seconds * 1_000;

/**
 * One step of the plan. A `tick` closes at most one window: repeat it until nothing is closed.
 *
 * `open` while a window is open closes that one first, incomplete.
 */
export function reduceWindow(open: OpenWindow | null, event: WindowEvent): WindowStep {
  switch (event.kind) {
    case 'open':
      return { open: openAt(event.at, event.seconds), closed: open && closeEarly(open, event.at, false) };
    case 'close':
      return { open: null, closed: open && closeEarly(open, event.at, false) };
    case 'tick':
      return open === null ? { open: null, closed: null } : tick(open, event.at);
    default:
      return event satisfies never;
  }
}

function tick(open: OpenWindow, at: Moment): WindowStep {
  const driftMs = at.wallMs - at.monotonicMs - open.wallOffsetMs;
  if (Math.abs(driftMs) > CLOCK_STEP_MS) {
    return { open: openAt(at, open.span.seconds), closed: closeEarly(open, at, true) };
  }
  if (at.monotonicMs < open.endsAtMs) return { open, closed: null };
  return { open: openNext(open, at), closed: closeOnTime(open) };
}

function openAt({ monotonicMs, wallMs }: Moment, seconds: number): OpenWindow {
  const span = spanAt(wallMs, seconds);
  const wallOffsetMs = wallMs - monotonicMs;
  const endsAtMs = endOf(span) - wallOffsetMs;
  const isWhole = wallMs === span.startMs;
  return { span, openedAtMs: monotonicMs, endsAtMs, openedWallMs: wallMs, wallOffsetMs, isWhole };
}

/** The next window takes up the wall clock's slewing: it ends where its label ends. */
function openNext(before: OpenWindow, at: Moment): OpenWindow {
  const lengthMs = before.span.seconds * 1_000;
  if (at.monotonicMs - before.endsAtMs > WINDOWS_CAUGHT_UP * lengthMs) return openAt(at, before.span.seconds);
  const span = { startMs: endOf(before.span), seconds: before.span.seconds };
  const wallOffsetMs = at.wallMs - at.monotonicMs;
  return {
    span,
    openedAtMs: before.endsAtMs,
    endsAtMs: endOf(span) - wallOffsetMs,
    openedWallMs: span.startMs,
    wallOffsetMs,
    isWhole: true,
  };
}

function closeOnTime({ span, openedAtMs, openedWallMs, endsAtMs, isWhole }: OpenWindow): ClosedWindow {
  return { span, openedAtMs, openedWallMs, closedAtMs: endsAtMs, isComplete: isWhole, hasStepped: false };
}

function closeEarly({ span, openedAtMs, openedWallMs }: OpenWindow, at: Moment, hasStepped: boolean): ClosedWindow {
  return { span, openedAtMs, openedWallMs, closedAtMs: at.monotonicMs, isComplete: false, hasStepped };
}
