// The terms under which a room is sensed right now: what the settings, the source and the hour allow together.
// Pure, so that "may this be sensed?" has one answer that a test can walk through.
import { isNoticeConfirmed, type PrivacySettings, type SensingHours } from '../../../shared/privacy-settings.ts';
import {
  type Context,
  EMOTIONLESS_CONTEXTS,
  STREAMS,
  type Stream,
  type SuppressionReason,
  type Task,
} from '../../../shared/vocabulary.ts';
import { endOf, type WindowSpan } from '../aggregate/window-plan.ts';
import { capOf } from './ledger.ts';
import { PROFILE_TERMS, type ProfileTerms, type Shares, sharesOf } from './profiles.ts';

export interface Terms {
  readonly context: Context;
  readonly profile: ProfileTerms;
  readonly shares: Shares;
  /** Streams that answer for each window, released or suppressed. */
  readonly streams: readonly Stream[];
  readonly capMilli: number | null;
  readonly hours: SensingHours | null;
  /** Why nothing at all may be sensed, or null. `disabled` while the camera is being aimed. */
  readonly refusal: 'notice' | 'disabled' | null;
}

/** What the source is, as far as privacy is concerned. */
export interface SourceKind {
  /** False for a replayed clip. */
  readonly live: boolean;
  readonly hasMicrophone: boolean;
  /** Somebody aims the camera, so nobody is counted. Default false. */
  readonly isAimed?: boolean;
}

/**
 * Models that may be loaded at all. No emotion model in a workplace or a school (EU AI Act, Article 5(1)(f)), and no
 * gender model either: who works or learns there is known one by one.
 */
export function tasksFor(context: Context, on: { readonly voice: boolean; readonly gender: boolean }): readonly Task[] {
  const tasks: Task[] = ['face-detector'];
  if (EMOTIONLESS_CONTEXTS.includes(context)) return tasks;
  tasks.push('face-emotion');
  if (on.gender) tasks.push('gender');
  if (on.voice) tasks.push('voice-activity', 'speech-emotion', 'fusion');
  return tasks;
}

/** Null before the claim of a live room: there is no window without a context. */
export function termsOf(settings: PrivacySettings, source: SourceKind): Terms | null {
  if (!source.live) return demoTerms(source.hasMicrophone, settings.gender);
  if (settings.context === null) return null;
  const profile = PROFILE_TERMS[settings.profile];
  const on = { voice: settings.voice, gender: settings.gender, feedback: settings.feedback };
  return {
    context: settings.context,
    profile,
    shares: sharesOf(settings.profile, settings.context, on),
    streams: streamsOf(on),
    capMilli: capOf(profile, settings.hours),
    hours: settings.hours,
    refusal: isNoticeConfirmed(settings) ? (source.isAimed === true ? 'disabled' : null) : 'notice',
  };
}

/** People in clips are nobody's guests: sound is heard where there is any, and gender read where somebody asks for it. */
function demoTerms(voice: boolean, gender: boolean): Terms {
  const on = { voice, gender, feedback: false };
  const shares = sharesOf('demo', 'demo', on);
  const profile = PROFILE_TERMS.demo;
  return { context: 'demo', profile, shares, streams: streamsOf(on), capMilli: null, hours: null, refusal: null };
}

const streamsOf = (on: { readonly voice: boolean; readonly gender: boolean; readonly feedback: boolean }) =>
  STREAMS.filter((stream) => stream === 'mood' || stream === 'presence' || on[stream]);

/** Why a window of `stream` cannot be sensed under these terms, or null. */
export function refusalOf(terms: Terms, stream: Stream, span: WindowSpan): SuppressionReason | null {
  if (terms.refusal !== null) return terms.refusal;
  if (terms.shares[stream] === 0) return 'disabled';
  return terms.hours === null || isInHours(terms.hours, span) ? null : 'disabled';
}

/** Whether the whole span lies in the sensing hours of the room's own time zone. */
export function isInHours(hours: SensingHours, span: WindowSpan): boolean {
  if (hours.minutes === 1_440) return true;
  const start = minutesInto(hours, span.startMs);
  const end = minutesInto(hours, endOf(span) - 1);
  return start < hours.minutes && end < hours.minutes && start <= end;
}

function minutesInto({ timeZone, startMinute }: SensingHours, wallMs: number): number {
  return (localMinute(timeZone, wallMs) - startMinute + 1_440) % 1_440;
}

function localMinute(timeZone: string, wallMs: number): number {
  const [hour = 0, minute = 0] = formatOf(timeZone).format(wallMs).split(':').map(Number);
  return hour * 60 + minute;
}

/** Making a format takes longer than using it a hundred times, and a room has one time zone. */
let newest: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  if (newest?.timeZone === timeZone) return newest.format;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  newest = { timeZone, format };
  return format;
}
