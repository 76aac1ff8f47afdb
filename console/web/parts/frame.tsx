// What surrounds every page of the console: name, pages, who is signed in, and what must never be overlooked.
import type { ComponentChildren } from 'preact';
import { type PageEntry, pagesFor } from '../pages.tsx';
import { isAdmin, isOffline, session, signOut, status } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';
import { Logo } from './logo.tsx';

interface FrameProps {
  /** The page that is shown. */
  readonly current: PageEntry['name'];
  readonly children: ComponentChildren;
}

export function Frame({ current, children }: FrameProps) {
  return (
    <>
      <a class="skip" href="#content">
        {t.skipToContent}
      </a>
      <header class="top">
        <Logo />
        <nav aria-label={t.pagesLabel}>
          {pagesFor(isAdmin()).map(({ name }) => (
            <a key={name} href={`#/${name}`} aria-current={name === current ? 'page' : undefined}>
              {t.pages[name]}
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
