// A page that is loaded when it is first shown.
import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../strings/strings.ts';

export function lazy(load: () => Promise<FunctionComponent>): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function LazyPage() {
    const isThere = useSignal(loaded !== null);
    const hasFailed = useSignal(false);
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          isThere.value = true;
        },
        () => {
          hasFailed.value = true;
        },
      );
    }, []);
    const Loaded = loaded;
    if (isThere.value && Loaded !== null) return <Loaded />;
    return <p class="loading">{hasFailed.value ? t.errors.offline : t.loading}</p>;
  };
}
