// Why a stream of a window cannot be sensed, found without looking at a single count: the reasons that come before the
// gate. Where several hold, the first in order of precedence is named.
import type { ClockState, SourceState, Stream, SuppressionReason } from '../../../shared/vocabulary.ts';
import type { ClosedWindow } from '../aggregate/window-plan.ts';
import { refusalOf, type Terms } from './terms.ts';

/** Less than this share of a window's seconds looked at, and it would lie by what it did not see. */
export const COVERAGE_NEEDED = 0.5;

export interface WindowCircumstances {
  readonly window: ClosedWindow;
  readonly clock: ClockState;
  /** Share 0..1 of the open time in which frames were observed. */
  readonly coverage: number;
  /** Share 0..1 of the checks at which the source did not run. */
  readonly cameraDown: number;
  readonly microphone: SourceState | null;
  /** The settings changed under the window, or sense stopped when it had hardly begun. */
  readonly isCutShort: boolean;
}

export function refusalsOf(
  terms: Terms,
  circumstances: WindowCircumstances,
): Partial<Record<Stream, SuppressionReason>> {
  const found = terms.streams.map((stream) => [stream, refusalFor(terms, stream, circumstances)] as const);
  return Object.fromEntries(found.filter(([, reason]) => reason !== null));
}

function refusalFor(terms: Terms, stream: Stream, at: WindowCircumstances): SuppressionReason | null {
  const refusal = refusalOf(terms, stream, at.window.span);
  if (refusal !== null) return refusal;
  if (at.isCutShort) return 'disabled';
  if (at.window.hasStepped || at.clock === 'unknown') return 'clock';
  return blindness(at) ?? deafness(stream, at.microphone);
}

/** Without eyes the cohort is unknown, so no stream may say anything. */
function blindness({ coverage, cameraDown }: WindowCircumstances): SuppressionReason | null {
  if (coverage >= COVERAGE_NEEDED) return null;
  return cameraDown >= (1 - coverage) / 2 ? 'camera' : 'stale';
}

const deafness = (stream: Stream, microphone: SourceState | null): SuppressionReason | null =>
  stream === 'voice' && microphone !== 'running' ? 'microphone' : null;
