// The kiosk: the question with its seven faces, what is sensed, and how the room felt, from released windows alone.
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import { Logo } from '../parts/logo.tsx';
import { FeelingCard } from './feeling-card.tsx';
import { HoursCard } from './hours-card.tsx';
import { isOffline, kiosk, language } from './kiosk-state.ts';
import { LanguageBar } from './language-bar.tsx';
import { SensedCard } from './sensed-card.tsx';
import { KIOSK_WORDS } from './words/words.ts';

export function KioskPage() {
  const state = kiosk.value;
  const on = state?.on ?? [];
  return (
    <main class="kiosk">
      <header>
        <Logo />
        <LanguageBar />
      </header>
      <Banner />
      <div class="kiosk-cards">
        {on.includes('feedback') && <FeelingCard />}
        <div class="kiosk-side">
          <SensedCard />
          {on.includes('mood') && <HoursCard />}
        </div>
      </div>
    </main>
  );
}

/** What a visitor must not overlook: the whole picture is being shown, or the device does not answer. */
function Banner() {
  if (isOffline.value) return <p class="kiosk-banner">{KIOSK_WORDS[language.value].offline}</p>;
  const isAimed = (kiosk.value?.aimingEndsInSeconds ?? null) !== null;
  return (
    <p class="kiosk-banner" role="status" hidden={!isAimed}>
      {isAimed && NOTICE_TEXTS[language.value].now.aiming}
    </p>
  );
}
