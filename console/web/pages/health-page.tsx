// Whether the device is well: each problem with what to do about it, then the figures.

import type { LinkStatus } from '../../../shared/link-api.ts';
import type { Health, SenseHealth } from '../../../shared/messages.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { AgreementCard } from '../parts/agreement-card.tsx';
import { Figure, Figures } from '../parts/figures.tsx';
import { isAdmin, status } from '../state/console-state.ts';
import { findDeviceProblems } from '../state/device-problems.ts';
import { useRefreshed } from '../state/loaded.ts';
import { findProblems, worstFirst } from '../state/problems.ts';
import { route } from '../state/route.ts';
import { durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';
import { DeviceCard } from './health/device-card.tsx';
import { LogsPage } from './health/logs-page.tsx';
import { ModelsCard } from './health/models-card.tsx';

const PERIOD_MS = 10_000;

export function HealthPage() {
  return isAdmin() && route.value === 'health/logs' ? <LogsPage /> : <Overview />;
}

function Overview() {
  const { value } = status;
  const health = useRefreshed<Health>('/api/health', PERIOD_MS);
  if (value === null) return <p class="loading">{t.loading}</p>;
  const problems = worstFirst([...findProblems(value), ...(health === null ? [] : findDeviceProblems(health))]);
  return (
    <div class="stack">
      <section class="card" aria-labelledby="health-title">
        <h1 id="health-title">{problems.length === 0 ? t.health.well : t.health.problemsTitle(problems.length)}</h1>
        {problems.length === 0 && <p>{t.health.wellText}</p>}
        <ul class="problems">
          {problems.map(({ grade, title, todo }) => (
            <li key={title} class={grade}>
              <span class="sign" aria-hidden="true">
                {grade === 'bad' ? '!' : '…'}
              </span>
              <div>
                <strong>{title}</strong>
                <p>{todo}</p>
              </div>
            </li>
          ))}
        </ul>
        {isAdmin() && (
          <p>
            <a href="#/health/logs">{t.logs.link}</a> · <a href="#/access">{t.logs.bundle}</a>
          </p>
        )}
      </section>
      <div class="columns">
        <Sensing sense={value.sense} health={value.link?.sense ?? null} />
        <Sending link={value.link} />
        <DeviceCard health={health} />
        <div class="stack">
          <ModelsCard />
          <AgreementCard />
        </div>
      </div>
    </div>
  );
}

function Sensing({ sense, health }: { readonly sense: SenseStatus | null; readonly health: SenseHealth | null }) {
  const words = t.health;
  return (
    <Figures title={words.sensing}>
      {sense !== null && (
        <>
          <Figure name={words.context}>{sense.context === null ? '–' : t.contexts[sense.context][0]}</Figure>
          <Figure name={words.profile}>
            {words.profileText(sense.profile, sense.k, durationText(sense.windowSeconds))}
          </Figure>
          <Figure name={words.picture}>
            {sense.source.widthPx} × {sense.source.heightPx}, {t.live.fps(sense.fps)}
          </Figure>
        </>
      )}
      {health !== null && (
        <>
          {health.sources.map(({ kind, state, cause, restarts }) => (
            <Figure key={kind} name={words.kinds[kind]}>
              {t.sourceStates[state]}
              <small>{[cause, restarts > 0 ? words.restarts(restarts) : null].filter(Boolean).join('; ')}</small>
            </Figure>
          ))}
          <Figure name={words.frames}>{words.received(health.framesReceived)}</Figure>
          <Figure name={words.pending}>{health.releasesPending}</Figure>
          <Figure name={words.memory}>{health.rssMb} MB</Figure>
          <Figure name={words.loopDelay}>{health.loopDelayP99Ms} ms</Figure>
        </>
      )}
      {sense === null && health === null && <p>{t.live.senseDown}</p>}
    </Figures>
  );
}

function Sending({ link }: { readonly link: LinkStatus | null }) {
  const words = t.health;
  if (link === null) {
    return (
      <Figures title={words.sending}>
        <p>{t.live.down}</p>
      </Figures>
    );
  }
  const { broker, outbox, windows } = link;
  const dropped = Object.entries(outbox.dropped).filter(([, count]) => count > 0);
  return (
    <Figures title={words.sending}>
      <Figure name={t.live.broker}>
        {broker.connected ? t.live.connected : t.live.notConnected}
        <small>
          {broker.url}, MQTT {broker.protocol}
        </small>
      </Figure>
      <Figure name={t.live.outbox}>
        {outbox.depth === 0 ? t.live.outboxEmpty : t.live.outboxHolds(outbox.depth, durationText(outbox.oldestSeconds))}
        {outbox.depth > 0 && <small>{Math.ceil(outbox.bytes / 1_024)} kB</small>}
      </Figure>
      <Figure name={words.dropped}>
        {dropped.length === 0 ? words.none : dropped.map(([stream, count]) => `${stream} ${count}`).join(', ')}
      </Figure>
      <Figure name={t.live.published}>{t.live.publishedOf(windows.published, windows.suppressed)}</Figure>
      <Figure name={words.lastReason}>
        {windows.lastReason === null ? words.none : t.suppressed[windows.lastReason]}
      </Figure>
    </Figures>
  );
}
