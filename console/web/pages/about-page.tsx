// What this is, for whoever stands before the sign-in page. It names no version, serial or model.
import { Logo } from '../parts/logo.tsx';
import { t } from '../strings/strings.ts';

export function AboutPage() {
  return (
    <main class="door wide">
      <Logo />
      <section class="card">
        <h1>{t.about.title}</h1>
        {t.about.paragraphs.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <h2>{t.about.contactTitle}</h2>
        <p>{t.about.contact}</p>
        <a class="door-link" href="#/live">
          {t.about.back}
        </a>
      </section>
    </main>
  );
}
