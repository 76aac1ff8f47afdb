// What is wrong with the device, worst first, and what a person can do about it. Pure.
import type { StatusResponse } from '../../../shared/console-api.ts';
import type { LinkStatus } from '../../../shared/link-api.ts';
import type { SenseHealth } from '../../../shared/messages.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';

export interface Problem {
  readonly grade: 'bad' | 'waiting';
  readonly title: string;
  /** What to do. */
  readonly todo: string;
}

/** Of frames, beyond which the device does not keep up. */
const LOOP_DELAY_MS = 200;
const OUTBOX_OLD_SECONDS = 15 * 60;

export function findProblems({ sense, link }: StatusResponse): readonly Problem[] {
  return worstFirst([...problemsOfSense(sense), ...problemsOfLink(link), ...problemsOfHealth(link?.sense ?? null)]);
}

export function worstFirst(all: readonly Problem[]): readonly Problem[] {
  return [...all.filter(({ grade }) => grade === 'bad'), ...all.filter(({ grade }) => grade === 'waiting')];
}

export const bad = ([title, todo]: readonly [string, string]): Problem => ({ grade: 'bad', title, todo });
export const waiting = ([title, todo]: readonly [string, string]): Problem => ({ grade: 'waiting', title, todo });

function problemsOfSense(sense: SenseStatus | null): readonly Problem[] {
  const texts = t.health.problems;
  if (sense === null) return [bad(texts.senseDown)];
  if (sense.idleReason === 'unclaimed') return [waiting(texts.unclaimed)];
  if (sense.idleReason === 'notice') return [waiting(texts.notice)];
  const { state, cause } = sense.source;
  if (state === 'absent') return [bad(texts.sourceAbsent(cause ?? ''))];
  if (state === 'stalled' || state === 'failed') return [bad(texts.sourceFailed(cause ?? ''))];
  return sense.sensing ? [] : [waiting(texts.starting)];
}

function problemsOfLink(link: LinkStatus | null): readonly Problem[] {
  const texts = t.health.problems;
  if (link === null) return [bad(texts.linkDown)];
  const { broker, outbox } = link;
  const dropped = Object.values(outbox.dropped).reduce((sum, count) => sum + count, 0);
  return [
    ...(broker.connected ? [] : [bad(texts.broker(broker.url, broker.reason ?? ''))]),
    ...(broker.connected && outbox.oldestSeconds > OUTBOX_OLD_SECONDS
      ? [waiting(texts.outboxOld(outbox.depth, durationText(outbox.oldestSeconds)))]
      : []),
    ...(dropped > 0 ? [bad(texts.outboxDropped(dropped))] : []),
  ];
}

function problemsOfHealth(health: SenseHealth | null): readonly Problem[] {
  if (health === null) return [];
  const texts = t.health.problems;
  const failing = health.sources.filter(
    ({ kind, state }) => kind === 'microphone' && !['running', 'starting', 'idle'].includes(state),
  );
  return [
    ...failing.map(({ cause }) => bad(texts.microphone(cause ?? ''))),
    ...(health.inferenceRestarts > 0 ? [waiting(texts.inference(health.inferenceRestarts))] : []),
    ...(health.loopDelayP99Ms > LOOP_DELAY_MS ? [waiting(texts.busy)] : []),
  ];
}
