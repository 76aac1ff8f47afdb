// Every page of the console, in one table: its place in the navigation, who may open it, and how it is loaded. Pages that
// not every visit needs are loaded when they are first shown, so that the first load stays small.
import type { FunctionComponent } from 'preact';
import { LivePage } from './pages/live-page.tsx';
import { lazy } from './parts/lazy.tsx';
import type { t } from './strings/strings.ts';

export interface PageEntry {
  /** The part of the address after `#/`, and the key of its name in `t.pages`. */
  readonly name: keyof typeof t.pages;
  /** Shown and opened for admins alone. */
  readonly adminOnly?: true;
  readonly Page: FunctionComponent;
}

/** In the order of the navigation; the first is where everybody starts. */
export const PAGES: readonly [PageEntry, ...PageEntry[]] = [
  { name: 'live', Page: LivePage },
  { name: 'mood', Page: lazy(() => import('./pages/mood-page.tsx').then((module) => module.MoodPage)) },
  {
    name: 'feedback',
    adminOnly: true,
    Page: lazy(() => import('./pages/feedback-page.tsx').then((module) => module.FeedbackPage)),
  },
  { name: 'health', Page: lazy(() => import('./pages/health-page.tsx').then((module) => module.HealthPage)) },
  {
    name: 'privacy',
    adminOnly: true,
    Page: lazy(() => import('./pages/privacy-page.tsx').then((module) => module.PrivacyPage)),
  },
  {
    name: 'configuration',
    adminOnly: true,
    Page: lazy(() => import('./pages/configuration-page.tsx').then((module) => module.ConfigurationPage)),
  },
  { name: 'access', Page: lazy(() => import('./pages/access-page.tsx').then((module) => module.AccessPage)) },
];

/** The pages that somebody with this role may open. */
export const pagesFor = (isAdmin: boolean): readonly PageEntry[] =>
  PAGES.filter(({ adminOnly }) => isAdmin || adminOnly !== true);

/** What stands at `name`, or the first page. `name` may go on after a slash, for the page itself to read. */
export function pageAt(name: string, isAdmin: boolean): PageEntry {
  return pagesFor(isAdmin).find((page) => page.name === name.split('/')[0]) ?? PAGES[0];
}
