// Whether everything runs: source, broker, outbox. A sign and words, never colour alone.
import type { ComponentChildren } from 'preact';
import type { LinkStatus } from '../../../shared/link-api.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { status } from '../state/console-state.ts';
import { durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';

type Grade = 'good' | 'waiting' | 'bad';

export function StatusCard() {
  const sense = status.value?.sense ?? null;
  const link = status.value?.link ?? null;
  if (status.value === null) return null;
  return (
    <section class="card" aria-labelledby="status-title">
      <h2 id="status-title">{t.live.status}</h2>
      <dl class="status">
        <RoomRows sense={sense} />
        <LinkRows link={link} />
      </dl>
    </section>
  );
}

function RoomRows({ sense }: { readonly sense: SenseStatus | null }) {
  if (sense === null) {
    return (
      <Row name={t.live.room} grade="bad">
        {t.live.senseDown}
      </Row>
    );
  }
  const { source } = sense;
  return (
    <>
      <Row name={t.live.room} grade={sense.sensing ? 'good' : 'waiting'}>
        {roomText(sense)}
        {sense.sensing && <small>{t.live.fps(sense.fps)}</small>}
      </Row>
      <Row name={t.live.source} grade={gradeOfSource(source.state)}>
        {source.label}: {t.sourceStates[source.state]}
        {source.cause !== null && <small>{source.cause}</small>}
      </Row>
    </>
  );
}

/** Out of its hours a room is not sensed either, without anything to wait for. */
function roomText({ sensing, idleReason, aiming }: SenseStatus): string {
  if (sensing) return t.live.sensing;
  if (aiming.endsInSeconds !== null) return t.aiming.forViewers;
  return idleReason === null ? t.live.windowIdle : t.live.idle[idleReason];
}

function gradeOfSource(state: SenseStatus['source']['state']): Grade {
  if (state === 'running') return 'good';
  return state === 'idle' || state === 'starting' ? 'waiting' : 'bad';
}

function LinkRows({ link }: { readonly link: LinkStatus | null }) {
  if (link === null) {
    return (
      <Row name={t.live.broker} grade="bad">
        {t.live.down}
      </Row>
    );
  }
  const { broker, outbox, windows } = link;
  return (
    <>
      <Row name={t.live.broker} grade={broker.connected ? 'good' : 'bad'}>
        {broker.connected ? t.live.connected : t.live.notConnected}
        <small>{broker.reason ?? broker.url}</small>
      </Row>
      <Row name={t.live.outbox} grade={outbox.depth === 0 ? 'good' : 'waiting'}>
        {outbox.depth === 0 ? t.live.outboxEmpty : t.live.outboxHolds(outbox.depth, durationText(outbox.oldestSeconds))}
      </Row>
      <Row name={t.live.published} grade="good">
        {t.live.publishedOf(windows.published, windows.suppressed)}
      </Row>
    </>
  );
}

const SIGNS: Readonly<Record<Grade, string>> = { good: '✓', waiting: '…', bad: '!' };

interface RowProps {
  readonly name: string;
  readonly grade: Grade;
  readonly children: ComponentChildren;
}

function Row({ name, grade, children }: RowProps) {
  return (
    <div class={`status-row ${grade}`}>
      <dt>
        <span class="sign" aria-hidden="true">
          {SIGNS[grade]}
        </span>
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
