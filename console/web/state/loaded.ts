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
