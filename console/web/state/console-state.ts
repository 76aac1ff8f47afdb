// What the pages know: who is signed in, the device's status, its last windows. Polled while the page is looked at.
import { signal } from '@preact/signals';
import type { SessionResponse, StatusResponse } from '../../../shared/console-api.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { Refusal, request } from './api.ts';
import { goTo } from './route.ts';

const STATUS_PERIOD_MS = 2_000;
const WINDOWS_PERIOD_MS = 5_000;
/** A person who moves keeps the session alive, by one request a minute at most. */
const ACTIVITY_PERIOD_MS = 60_000;
const WINDOWS_SHOWN = 60;

/** Null until the device has answered. */
export const claimed = signal<boolean | null>(null);
/** Of the certificate, to compare with what the start has printed. */
export const fingerprint = signal<string | null>(null);
export const session = signal<SessionResponse | null>(null);
export const hasEnded = signal(false);
export const isOffline = signal(false);
export const status = signal<StatusResponse | null>(null);
/** Milliseconds of `performance.now()` at which the status came. */
export const statusAtMs = signal(0);
/** Null where link does not answer. */
export const windows = signal<readonly WindowMessage[] | null>([]);

export const isAdmin = () => session.value?.role === 'admin';

/** Who am I, and is the device claimed? */
export async function loadStart(): Promise<void> {
  try {
    const [setup, current] = await Promise.all([
      request<{ claimed: boolean; fingerprint: string | null }>('GET', '/api/setup'),
      request<{ session: SessionResponse | null }>('GET', '/api/session'),
    ]);
    session.value = current.session;
    fingerprint.value = setup.fingerprint;
    claimed.value = setup.claimed;
    isOffline.value = false;
  } catch {
    isOffline.value = true;
    setTimeout(() => void loadStart(), STATUS_PERIOD_MS);
  }
}

export function startSession(started: SessionResponse): void {
  hasEnded.value = false;
  claimed.value = true;
  session.value = started;
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session').catch(() => {});
  forget();
  goTo('live');
}

/** Nothing of a session stays in the page after it. */
function forget(): void {
  session.value = null;
  status.value = null;
  windows.value = [];
}

/** Runs `load` and takes note of a session that has ended. @returns null where there was no answer */
async function guarded<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    const value = await load();
    isOffline.value = false;
    return value;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 0) isOffline.value = true;
    if (error.status === 401) {
      hasEnded.value = session.value !== null;
      forget();
    }
    return null;
  }
}

export async function loadStatus(background = true): Promise<void> {
  const answer = await guarded(() => request<StatusResponse>('GET', '/api/status', { background }));
  if (answer === null) return;
  status.value = answer;
  statusAtMs.value = performance.now();
}

async function loadWindows(): Promise<void> {
  const path = `/api/windows?limit=${WINDOWS_SHOWN}`;
  const answer = await guarded(() => request<{ windows: WindowMessage[] }>('GET', path, { background: true }));
  if (session.value !== null) windows.value = answer?.windows ?? null;
}

/** Polls while somebody is signed in and the page is visible. @returns what ends it */
export function startPolling(): () => void {
  const visible = (load: () => Promise<void>) => () => {
    if (!document.hidden && session.value !== null) void load();
  };
  const loadBoth = () => Promise.all([loadStatus(), loadWindows()]).then(() => {});
  const timers = [
    setInterval(visible(loadStatus), STATUS_PERIOD_MS),
    setInterval(visible(loadWindows), WINDOWS_PERIOD_MS),
  ];
  const onVisible = visible(loadBoth);
  document.addEventListener('visibilitychange', onVisible);
  const stopActivity = reportActivity();
  void loadBoth();
  return () => {
    for (const timer of timers) clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisible);
    stopActivity();
  };
}

function reportActivity(): () => void {
  let reportedAtMs = performance.now();
  const report = () => {
    if (performance.now() - reportedAtMs < ACTIVITY_PERIOD_MS) return;
    reportedAtMs = performance.now();
    void guarded(() => request('GET', '/api/session'));
  };
  const events = ['pointerdown', 'keydown'] as const;
  for (const event of events) document.addEventListener(event, report, { passive: true });
  return () => {
    for (const event of events) document.removeEventListener(event, report);
  };
}
