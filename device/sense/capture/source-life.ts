// The life of a source as a pure state machine: events in, the next life out. A source is never given up: whatever
// goes wrong, it is opened again after a jittered wait of 1 to 30 s. Causes come from a closed list, so that nothing a
// child prints (an address, a password) can reach a status, a log or the network.

import { SOURCE_BACKOFF_MAX_MS, SOURCE_BACKOFF_MIN_MS, SOURCE_STALL_MS } from '../../../shared/limits.ts';
import type { SourceState } from '../../../shared/vocabulary.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import type { Random } from '../../runtime/random.ts';

/** What can be wrong with a source, and the state that shows it. */
export const CAUSES = {
  'no-start': { state: 'stalled', text: 'nothing came after it was opened' },
  hang: { state: 'stalled', text: 'it stopped sending' },
  frozen: { state: 'stalled', text: 'the picture is frozen' },
  dark: { state: 'stalled', text: 'the picture is black: lens covered, or no light' },
  silent: { state: 'stalled', text: 'the microphone sends digital silence' },
  garbage: { state: 'stalled', text: 'it sends what is no picture' },
  size: { state: 'stalled', text: 'the picture has an impossible or a changed size' },
  flood: { state: 'stalled', text: 'it floods its error output' },
  absent: { state: 'absent', text: 'the device is not there' },
  unreachable: { state: 'absent', text: 'the camera does not answer on the network' },
  capture: { state: 'absent', text: 'the capture program of the network camera is not running' },
  busy: { state: 'failed', text: 'another program uses the device' },
  permission: { state: 'failed', text: 'this user may not open the device' },
  credentials: { state: 'failed', text: 'the camera refuses the user or password' },
  'no-sound': { state: 'failed', text: 'the source has no sound' },
  'no-stream': { state: 'failed', text: 'there is no such stream' },
  tool: { state: 'failed', text: 'the capture program is not installed' },
  ended: { state: 'failed', text: 'the stream ended' },
  crashed: { state: 'failed', text: 'the capture program ended unexpectedly' },
} as const satisfies Record<string, { readonly state: SourceState; readonly text: string }>;
export type Cause = keyof typeof CAUSES;

export interface SourceLife {
  readonly state: SourceState;
  readonly cause: Cause | null;
  /** How often it was opened again. */
  readonly restarts: number;
  /** Faults in a row since it last ran for {@link STEADY_MS}. */
  readonly failures: number;
  /** Monotonic ms: when `state` began. */
  readonly sinceMs: number;
  /** Monotonic ms: when the last fresh data came. */
  readonly freshAtMs: number;
  /** What has come since then instead; the cause of a stall. */
  readonly staleAs: Cause | null;
  /** Monotonic ms of the next attempt while stalled, absent or failed. */
  readonly retryAtMs: number;
}

export type SourceEvent =
  | { readonly kind: 'start'; readonly atMs: number }
  /** A picture that differs from the last, or a chunk of sound. */
  | { readonly kind: 'fresh'; readonly atMs: number }
  /** Something came, but it is of no use. */
  | { readonly kind: 'stale'; readonly atMs: number; readonly as: Cause }
  | { readonly kind: 'fault'; readonly atMs: number; readonly cause: Cause }
  | { readonly kind: 'tick'; readonly atMs: number }
  | { readonly kind: 'stop'; readonly atMs: number };

export interface SourceRules {
  /** How long opening may take until the first fresh data, in ms. */
  readonly startWithinMs: number;
  readonly random: Random;
}

/** A source that ran this long has recovered: the next wait is short again. */
export const STEADY_MS = 30_000;

export const idleLife: SourceLife = {
  state: 'idle',
  cause: null,
  restarts: 0,
  failures: 0,
  sinceMs: 0,
  freshAtMs: 0,
  staleAs: null,
  retryAtMs: 0,
};

/** Whether a child should be alive. */
export const isOpen = ({ state }: Pick<SourceLife, 'state'>): boolean => state === 'starting' || state === 'running';

export function reduceSource(life: SourceLife, event: SourceEvent, rules: SourceRules): SourceLife {
  switch (event.kind) {
    case 'start':
      return life.state === 'idle' ? opening({ ...life, restarts: 0, failures: 0 }, event.atMs) : life;
    case 'stop':
      return { ...idleLife, restarts: life.restarts, sinceMs: event.atMs };
    case 'fresh':
      return isOpen(life) ? refreshed(life, event.atMs) : life;
    case 'stale':
      return isOpen(life) ? { ...life, staleAs: event.as } : life;
    case 'fault':
      return isOpen(life) ? failed(life, event.cause, event.atMs, rules) : life;
    case 'tick':
      return ticked(life, event.atMs, rules);
    default:
      return event satisfies never;
  }
}

function opening(life: SourceLife, atMs: number): SourceLife {
  return { ...life, state: 'starting', sinceMs: atMs, freshAtMs: atMs, staleAs: null };
}

function refreshed(life: SourceLife, atMs: number): SourceLife {
  const running = { ...life, freshAtMs: atMs, staleAs: null };
  if (life.state === 'starting') return { ...running, state: 'running', cause: null, sinceMs: atMs };
  return life.failures > 0 && atMs - life.sinceMs >= STEADY_MS ? { ...running, failures: 0 } : running;
}

function failed(life: SourceLife, cause: Cause, atMs: number, { random }: SourceRules): SourceLife {
  const backoff = { minMs: SOURCE_BACKOFF_MIN_MS, maxMs: SOURCE_BACKOFF_MAX_MS };
  const retryAtMs = atMs + backoffMs(backoff, life.failures, random);
  return { ...life, state: CAUSES[cause].state, cause, failures: life.failures + 1, sinceMs: atMs, retryAtMs };
}

function ticked(life: SourceLife, atMs: number, rules: SourceRules): SourceLife {
  const quietMs = atMs - life.freshAtMs;
  switch (life.state) {
    case 'idle':
      return life;
    case 'starting':
      return quietMs >= allowedMs(life, rules) ? failed(life, life.staleAs ?? 'no-start', atMs, rules) : life;
    case 'running':
      return quietMs >= SOURCE_STALL_MS ? failed(life, life.staleAs ?? 'hang', atMs, rules) : life;
    case 'stalled':
    case 'absent':
    case 'failed':
      return atMs >= life.retryAtMs ? opening({ ...life, restarts: life.restarts + 1 }, atMs) : life;
    default:
      return life.state satisfies never;
  }
}

/** Opening may be slow; a source that sends useless data from the start gets no more time than a running one. */
const allowedMs = ({ staleAs }: SourceLife, { startWithinMs }: SourceRules) =>
  staleAs === null ? startWithinMs : Math.min(startWithinMs, SOURCE_STALL_MS);
