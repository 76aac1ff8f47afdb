// Which page this browser gets: set-up, sign-in, or the console itself.
import { useEffect } from 'preact/hooks';
import { AboutPage } from './pages/about-page.tsx';
import { AccessPage } from './pages/access-page.tsx';
import { HealthPage } from './pages/health-page.tsx';
import { LivePage } from './pages/live-page.tsx';
import { SetUpPage } from './pages/set-up-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { Frame } from './parts/frame.tsx';
import { lazy } from './parts/lazy.tsx';
import { claimed, isAdmin, isOffline, session, startPolling } from './state/console-state.ts';
import { route } from './state/route.ts';
import { t } from './strings/strings.ts';

export function Page() {
  const isSignedIn = session.value !== null;
  useEffect(() => (isSignedIn ? startPolling() : undefined), [isSignedIn]);
  if (claimed.value === null) return <p class="loading">{isOffline.value ? t.errors.offline : t.loading}</p>;
  if (route.value === 'about') return <AboutPage />;
  if (claimed.value === false) return <SetUpPage />;
  if (!isSignedIn) return <SignInPage />;
  if (route.value === 'setup') return <SetUpPage />;
  return <Frame>{pageOf()}</Frame>;
}

/** Pages that not every visit needs are loaded when they are opened. */
const MoodPage = lazy(() => import('./pages/mood-page.tsx').then((module) => module.MoodPage));

const PrivacyPage = lazy(() => import('./pages/privacy-page.tsx').then((module) => module.PrivacyPage));

function pageOf() {
  if (route.value === 'mood') return <MoodPage />;
  if (route.value === 'health') return <HealthPage />;
  if (route.value === 'privacy' && isAdmin()) return <PrivacyPage />;
  if (route.value === 'access') return <AccessPage />;
  return <LivePage />;
}
