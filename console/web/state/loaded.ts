// Something that a page loads once and loads again when it has changed it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { request } from './api.ts';

export interface Loaded<T> {
  /** Null until it is there, and while the device does not answer. */
  readonly value: T | null;
  readonly reload: () => Promise<void>;
}

export function useLoaded<T>(path: string): Loaded<T> {
  const value = useSignal<T | null>(null);
  const reload = async () => {
    value.value = await request<T>('GET', path).catch(() => null);
  };
  useEffect(() => void reload(), [path]);
  return { value: value.value, reload };
}

/** The same, loaded again and again while the page is looked at; the last answer stays while there is no new one. */
export function useRefreshed<T>(path: string, periodMs: number): T | null {
  const value = useSignal<T | null>(null);
  useEffect(() => {
    const load = async () => {
      if (document.hidden) return;
      const answer = await request<T>('GET', path, { background: true }).catch(() => null);
      if (answer !== null) value.value = answer;
    };
    void load();
    const timer = setInterval(() => void load(), periodMs);
    return () => clearInterval(timer);
  }, [path]);
  return value.value;
}
