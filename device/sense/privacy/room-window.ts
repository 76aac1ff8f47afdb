// Everything a room holds of the window that is open: its terms, its votes, and how well it was looked at. Closing it
// is the end of every track in it.
import { FEEDBACK_TAPS, type FeedbackTap, MOODS, type Mood, type SourceState } from '../../../shared/vocabulary.ts';
import { Coverage } from '../aggregate/coverage.ts';
import { FEEDBACK_SLOT_MS, SlotVotes, VOICE_SLOT_MS } from '../aggregate/slot-votes.ts';
import type { UnsureBelow } from '../aggregate/track-tally.ts';
import { Votes } from '../aggregate/votes.ts';
import type { OpenWindow } from '../aggregate/window-plan.ts';
import type { Observation } from '../observation.ts';
import type { WindowCounts } from './release.ts';
import { refusalOf, type Terms } from './terms.ts';

export class RoomWindow {
  readonly terms: Terms;
  readonly plan: OpenWindow;
  readonly coverage: Coverage;
  /** Whether people may be counted in it at all. */
  readonly isSensed: boolean;
  readonly #votes: Votes;
  readonly #voice: SlotVotes<Mood>;
  readonly #feedback: SlotVotes<FeedbackTap>;
  #checks = 0;
  #checksDown = 0;

  constructor(plan: OpenWindow, terms: Terms, unsureBelow: () => UnsureBelow) {
    this.plan = plan;
    this.terms = terms;
    this.isSensed = refusalOf(terms, 'presence', plan.span) === null;
    this.coverage = new Coverage(plan.openedAtMs);
    this.#votes = new Votes(unsureBelow);
    this.#voice = new SlotVotes(MOODS, 'unsure', VOICE_SLOT_MS, plan.openedAtMs);
    this.#feedback = new SlotVotes(FEEDBACK_TAPS, 'neutral', FEEDBACK_SLOT_MS, plan.openedAtMs);
  }

  /** Leaves out a frame captured before this window, and every frame of a window that may not be sensed. */
  observe(observation: Observation): void {
    if (!this.isSensed || observation.capturedAtMs < this.plan.openedAtMs) return;
    this.coverage.mark(observation.capturedAtMs);
    this.#votes.observe(observation);
  }

  check(camera: SourceState): void {
    this.#checks += 1;
    if (camera !== 'running') this.#checksDown += 1;
  }

  /** Share 0..1 of the checks at which the camera did not run. */
  get cameraDown(): number {
    return this.#checks === 0 ? 0 : this.#checksDown / this.#checks;
  }

  /** Leaves out what was said before this window or where voices are not sensed. */
  hear(mood: Mood, atMs: number): void {
    if (this.#mayCount('voice') && atMs >= this.plan.openedAtMs) this.#voice.add(mood, atMs);
  }

  /** False when taps are off or this slot has been tapped already. */
  tap(tap: FeedbackTap, atMs: number): boolean {
    if (!this.#mayCount('feedback') || this.#feedback.isTaken(atMs)) return false;
    this.#feedback.add(tap, atMs);
    return true;
  }

  closeVotes(): WindowCounts {
    return { tracks: this.#votes.close(), voice: this.#voice.close(), feedback: this.#feedback.close() };
  }

  #mayCount(stream: 'voice' | 'feedback'): boolean {
    return this.isSensed && this.terms.shares[stream] > 0;
  }
}
