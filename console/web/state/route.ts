// Which page is shown: the part of the address after `#/`, so that every page is one file and no path is public.
import { signal } from '@preact/signals';

const read = () => location.hash.replace(/^#\/?/, '') || 'live';

export const route = signal(read());

addEventListener('hashchange', () => {
  route.value = read();
  scrollTo(0, 0);
});

export function goTo(page: string): void {
  location.hash = `#/${page}`;
}
