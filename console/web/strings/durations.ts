// Lengths of time in words.
import { t } from './strings.ts';

/** The two most telling units, e.g. `15 min`, `1 h 30 min`, `45 s`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t.time.seconds(whole);
  const minutes = Math.round(whole / 60);
  if (minutes < 60)
    return whole < 300 && whole % 60 !== 0
      ? `${t.time.minutes(Math.floor(whole / 60))} ${t.time.seconds(whole % 60)}`
      : t.time.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t.time.days(Math.round(hours / 24));
  return minutes % 60 === 0 ? t.time.hours(hours) : `${t.time.hours(hours)} ${t.time.minutes(minutes % 60)}`;
}

/** `4:05`, for a count-down. */
export function countDownText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Hours and minutes where the reader is; with seconds where windows are shorter than a minute. */
export function clockText(iso: string, withSeconds: boolean): string {
  const parts = withSeconds
    ? ({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const)
    : ({ hour: '2-digit', minute: '2-digit' } as const);
  return new Date(iso).toLocaleTimeString(t.language === 'en' ? 'en-GB' : t.language, parts);
}
