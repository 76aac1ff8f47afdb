// Which page this browser gets: set-up, sign-in, or the console itself.
import { useEffect } from 'preact/hooks';
import { AboutPage } from './pages/about-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { pageAt } from './pages.tsx';
import { Frame } from './parts/frame.tsx';
import { lazy } from './parts/lazy.tsx';
import { claimed, isAdmin, isOffline, session, startPolling } from './state/console-state.ts';
import { route } from './state/route.ts';
import { t } from './strings/strings.ts';

const SetUpPage = lazy(() => import('./pages/set-up-page.tsx').then((module) => module.SetUpPage));
const InvitationPage = lazy(() => import('./pages/invitation-page.tsx').then((module) => module.InvitationPage));

export function Page() {
  const isSignedIn = session.value !== null;
  useEffect(() => (isSignedIn ? startPolling() : undefined), [isSignedIn]);
  if (claimed.value === null) return <p class="loading">{isOffline.value ? t.errors.offline : t.loading}</p>;
  if (route.value === 'about') return <AboutPage />;
  if (claimed.value === false) return <SetUpPage />;
  if (!isSignedIn && route.value.startsWith('invitation/')) return <InvitationPage />;
  if (!isSignedIn) return <SignInPage />;
  if (isAdmin() && route.value.split('/')[0] === 'setup') return <SetUpPage />;
  const { name, Page: Shown } = pageAt(route.value, isAdmin());
  return (
    <Frame current={name}>
      <Shown />
    </Frame>
  );
}
