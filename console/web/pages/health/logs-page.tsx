// The log of one program: by level and search, followed while the page is looked at.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LoggingProgram } from '../../../../shared/console-link-api.ts';
import type { LogLine, LogLineLevel, LogsResponse } from '../../../../shared/log-lines.ts';
import { request } from '../../state/api.ts';
import { t } from '../../strings/strings.ts';
import '../../styles/logs.css';

const PERIOD_MS = 2_000;
const SHOWN_MAX = 500;
const PROGRAMS = ['sense', 'link', 'console'] as const satisfies readonly LoggingProgram[];
const LEVELS = ['error', 'warn', 'info', 'debug'] as const satisfies readonly LogLineLevel[];

export function LogsPage() {
  const program = useSignal<LoggingProgram>('sense');
  const level = useSignal<(typeof LEVELS)[number]>('info');
  const search = useSignal('');
  const isFollowing = useSignal(true);
  const log = useLog({ program: program.value, level: level.value, search: search.value }, isFollowing);
  return (
    <section class="card" aria-labelledby="logs-title">
      <div class="card-top">
        <h1 id="logs-title">{t.logs.title}</h1>
        <a href="#/health">{t.logs.back}</a>
      </div>
      <p class="hint">{t.logs.explain}</p>
      <div class="log-filter">
        <Choose label={t.logs.program} value={program} options={PROGRAMS} words={t.logs.programs} />
        <Choose label={t.logs.level} value={level} options={LEVELS} words={t.logs.levels} />
        <label class="field">
          <span>{t.logs.search}</span>
          <input
            type="search"
            maxLength={100}
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={isFollowing.value}
            onChange={(event) => {
              isFollowing.value = event.currentTarget.checked;
            }}
          />
          <span>{t.logs.follow}</span>
        </label>
      </div>
      <Lines log={log} isFollowing={isFollowing.value} />
    </section>
  );
}

interface Followed {
  readonly lines: readonly LogLine[];
  readonly next: number;
  readonly missed: number;
  readonly isDown: boolean;
}

interface Filter {
  readonly program: LoggingProgram;
  readonly level: LogLineLevel;
  readonly search: string;
}

/** Null until the first answer to this filter. A program that starts anew counts from zero: it is read from the start. */
function useLog(filter: Filter, isFollowing: Signal<boolean>): Followed | null {
  const log = useSignal<Followed | null>(null);
  const { program, level, search } = filter;
  useEffect(() => {
    let isOver = false;
    log.value = null;
    const load = async () => {
      if (document.hidden || (log.value !== null && !isFollowing.value)) return;
      const answer = await ask(filter, log.value?.next);
      if (!isOver) log.value = joined(log.value, answer);
    };
    void load();
    const timer = setInterval(() => void load(), PERIOD_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [program, level, search]);
  return log.value;
}

async function ask({ program, level, search }: Filter, after: number | undefined): Promise<LogsResponse | null> {
  const query = new URLSearchParams({ program, level, search, limit: '200' });
  if (after !== undefined) query.set('after', String(after));
  return request<LogsResponse>('GET', `/api/logs?${query}`, { background: true }).catch(() => null);
}

function joined(before: Followed | null, answer: LogsResponse | null): Followed {
  if (answer === null) return { lines: [], next: -1, missed: 0, ...before, isDown: true };
  const { lines, next, missed } = answer;
  if (before === null || next < before.next) return { lines, next, missed: 0, isDown: false };
  return {
    lines: [...before.lines, ...lines].slice(-SHOWN_MAX),
    next,
    missed: before.missed + missed,
    isDown: false,
  };
}

function Lines({ log, isFollowing }: { readonly log: Followed | null; readonly isFollowing: boolean }) {
  const holder = useRef<HTMLOListElement>(null);
  const last = log?.lines.at(-1)?.seq;
  useEffect(() => {
    if (isFollowing) holder.current?.scrollTo(0, holder.current.scrollHeight);
  }, [last, isFollowing]);
  if (log === null) return <p>{t.loading}</p>;
  return (
    <>
      {log.isDown && <p role="alert">{t.logs.unavailable}</p>}
      {log.missed > 0 && <p class="hint">{t.logs.missed(log.missed)}</p>}
      {log.lines.length === 0 && !log.isDown && <p>{t.logs.none}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol ref={holder} class="log" aria-label={t.logs.label} tabIndex={0}>
        {log.lines.map(({ seq, at, level, message, detail }) => (
          <li key={seq} class={level}>
            <time dateTime={at}>{new Date(at).toLocaleTimeString('en-GB')}</time> <strong>{level}</strong>{' '}
            <span>{message}</span> {detail !== '' && <code>{detail}</code>}
          </li>
        ))}
      </ol>
    </>
  );
}

interface ChooseProps<T extends string> {
  readonly label: string;
  readonly value: Signal<T>;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
}

function Choose<T extends string>({ label, value, options, words }: ChooseProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value.value}
        onChange={(event) => {
          value.value = options.find((option) => option === event.currentTarget.value) ?? value.value;
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
