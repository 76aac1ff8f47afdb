// What surrounds every page of the console: name, pages, who is signed in, and what must never be overlooked.
import type { ComponentChildren } from 'preact';
import { isAdmin, isOffline, session, signOut, status } from '../state/console-state.ts';
import { route } from '../state/route.ts';
import { t } from '../strings/strings.ts';
import { Logo } from './logo.tsx';

const PAGES = ['live', 'mood', 'health', 'privacy', 'access'] as const;

export function Frame({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content">
        {t.skipToContent}
      </a>
      <header class="top">
        <Logo />
        <nav aria-label={t.pagesLabel}>
          {PAGES.filter((page) => page !== 'privacy' || isAdmin()).map((page) => (
            <a key={page} href={`#/${page}`} aria-current={page === route.value ? 'page' : undefined}>
              {t.pages[page]}
            </a>
          ))}
        </nav>
        <div class="who">
          <span class="who-name">{session.value?.name}</span>
          <button type="button" class="quiet" onClick={() => void signOut()}>
            {t.signOut}
          </button>
        </div>
      </header>
      {status.value?.sense?.context === 'demo' && (
        <p class="banner demo" role="note">
          {t.demoBanner}
        </p>
      )}
      {isOffline.value && (
        <p class="banner warning" role="alert">
          {t.errors.offline}
        </p>
      )}
      <main id="content">{children}</main>
    </>
  );
}
