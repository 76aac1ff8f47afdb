// Everything a room holds of the window that is open: its terms, its votes, and how well it was looked at. Closing it
// is the end of every track in it.
import type { SourceState } from '../../../shared/vocabulary.ts';
import { Coverage } from '../aggregate/coverage.ts';
import { Votes, type WindowVotes } from '../aggregate/votes.ts';
import type { OpenWindow } from '../aggregate/window-plan.ts';
import type { Observation } from '../observation.ts';
import { refusalOf, type Terms } from './terms.ts';

export class RoomWindow {
  readonly terms: Terms;
  readonly plan: OpenWindow;
  readonly coverage: Coverage;
  /** Whether people may be counted in it at all. */
  readonly isSensed: boolean;
  readonly #votes: Votes;
  #checks = 0;
  #checksDown = 0;

  constructor(plan: OpenWindow, terms: Terms, unsureBelow: number) {
    this.plan = plan;
    this.terms = terms;
    this.isSensed = refusalOf(terms, 'presence', plan.span) === null;
    this.coverage = new Coverage(plan.openedAtMs);
    this.#votes = new Votes(unsureBelow);
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

  closeVotes(): WindowVotes {
    return this.#votes.close();
  }
}
