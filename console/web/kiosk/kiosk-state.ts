// What the kiosk knows: what is on, today's mood by hour, and the language of whoever stands before it.
import { signal } from '@preact/signals';
import type { KioskState } from '../../../shared/kiosk-api.ts';
import type { WindowsResponse } from '../../../shared/link-api.ts';
import { isNoticeLanguage, type NoticeLanguage } from '../../../shared/notice/languages.ts';
import { request } from '../state/api.ts';
import { type Bucket, rollUp } from '../state/mood-buckets.ts';

/** The mark of aiming mode must show soon. */
const STATE_EVERY_MS = 4_000;
const MOOD_EVERY_MS = 60_000;
/** Who comes next finds the language of the house. */
const IDLE_MS = 60_000;
/** As many hours as a small display can show apart. */
const HOURS_SHOWN = 12;

/** Null until the device has answered, and while it does not. */
export const kiosk = signal<KioskState | null>(null);
export const isOffline = signal(false);
/** Oldest first; null until it is there. */
export const hours = signal<readonly Bucket[] | null>(null);

const houseLanguage = (): NoticeLanguage => {
  const asked = new URLSearchParams(location.search).get('language') ?? navigator.language;
  const base = asked.toLowerCase().split('-')[0] ?? '';
  return isNoticeLanguage(base) ? base : 'en';
};
export const language = signal<NoticeLanguage>(houseLanguage());

export function speak(tag: NoticeLanguage): void {
  language.value = tag;
  document.documentElement.lang = tag;
}

let idle: ReturnType<typeof setTimeout> | undefined;
function noteTouch(): void {
  clearTimeout(idle);
  idle = setTimeout(() => speak(houseLanguage()), IDLE_MS);
}

export function startKiosk(): void {
  speak(houseLanguage());
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, noteTouch);
  void askState();
  void askMood();
  setInterval(() => void askState(), STATE_EVERY_MS);
  setInterval(() => void askMood(), MOOD_EVERY_MS);
}

async function askState(): Promise<void> {
  const answer = await request<KioskState>('GET', '/api/kiosk', { background: true }).catch(() => null);
  isOffline.value = answer === null;
  if (answer !== null) kiosk.value = answer;
}

async function askMood(): Promise<void> {
  const answer = await request<WindowsResponse>('GET', '/api/kiosk/mood', { background: true }).catch(() => null);
  if (answer !== null) hours.value = rollUp(answer.windows, 'day', Date.now()).slice(-HOURS_SHOWN);
}
