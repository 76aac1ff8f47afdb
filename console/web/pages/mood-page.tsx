// How the room has felt, from released windows alone: a chart with the band of its noise, the same as a table, and files.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { MOODS, type SuppressionReason } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { Legend } from '../parts/last-windows.tsx';
import { MoodChart } from '../parts/mood-chart.tsx';
import { toCsv, toJson } from '../state/export-windows.ts';
import { type Bucket, heldIn, RANGES, type Range, rollUp, startOfRange, within } from '../state/mood-buckets.ts';
import { save } from '../state/save-file.ts';
import { type LoadedWindows, loadNewest, loadWindows, type MoodStream } from '../state/window-pages.ts';
import { clockText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';
import '../styles/mood.css';

const RELOAD_MS = 30_000;
const STREAMS = ['mood', 'voice'] as const satisfies readonly MoodStream[];

export function MoodPage() {
  const range = useSignal<Range>('day');
  const stream = useSignal<MoodStream>('mood');
  const { loaded, atMs } = useWindows(stream.value, range.value);
  const windows = loaded?.windows ?? [];
  const buckets = useMemo(() => rollUp(windows, range.value, atMs), [loaded, range.value, atMs]);
  const chosen = within(windows, range.value, atMs);
  return (
    <section class="card" aria-labelledby="mood-title">
      <div class="card-top">
        <h1 id="mood-title">{t.mood.title}</h1>
        <div class="actions">
          <Choices label={t.mood.stream} value={stream} options={STREAMS} words={t.mood.streams} />
          <Choices label={t.mood.range} value={range} options={RANGES} words={t.mood.ranges} />
        </div>
      </div>
      <p class="hint">{t.mood.explain}</p>
      {loaded === null && <p role="alert">{t.live.linkDown}</p>}
      {loaded?.isCut === true && <p class="hint">{t.mood.cut}</p>}
      {chosen.length === 0 ? (
        <p>{t.mood.nothing}</p>
      ) : (
        <>
          <Legend />
          <MoodChart buckets={buckets} axis={t.mood.axes[stream.value]} />
          <Held buckets={buckets} />
          <Files windows={chosen} name={`roomtone-${stream.value}-${range.value}`} />
          <MoodTable buckets={buckets} withDay={range.value !== 'hour'} />
        </>
      )}
    </section>
  );
}

function Files({ windows, name }: { readonly windows: readonly WindowMessage[]; readonly name: string }) {
  return (
    <div class="actions">
      <button type="button" class="quiet" onClick={() => save(`${name}.csv`, 'text/csv', toCsv(windows))}>
        {t.mood.csv}
      </button>
      <button type="button" class="quiet" onClick={() => save(`${name}.json`, 'application/json', toJson(windows))}>
        {t.mood.json}
      </button>
    </div>
  );
}

/** What was held back in the whole span, by its reason, and the sign of it in the chart. */
function Held({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const reasons = heldIn(buckets);
  if (reasons.length === 0) return null;
  return (
    <p class="held-summary">
      <span class="swatch held-swatch" aria-hidden="true" />
      {reasons.map(([reason, count]) => t.mood.held(count, t.suppressedShort[reason])).join(' · ')}
    </p>
  );
}

/** Null where link does not answer. */
function useWindows(
  stream: MoodStream,
  range: Range,
): { readonly loaded: LoadedWindows | null; readonly atMs: number } {
  const held = useSignal<{ loaded: LoadedWindows | null; atMs: number }>({
    loaded: { windows: [], isCut: false },
    atMs: Date.now(),
  });
  useEffect(() => {
    let isOver = false;
    let known: LoadedWindows | null = null;
    const load = async () => {
      const atMs = Date.now();
      const from = startOfRange(range, atMs);
      try {
        known =
          known === null
            ? await loadWindows(stream, from)
            : { ...known, windows: await loadNewest(stream, from, known.windows) };
      } catch {
        known = null;
      }
      if (!isOver) held.value = { loaded: known, atMs };
    };
    void load();
    const timer = setInterval(() => void load(), RELOAD_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [stream, range]);
  return held.value;
}

interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly value: Signal<T>;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
}

function Choices<T extends string>({ label, value, options, words }: ChoicesProps<T>) {
  return (
    <fieldset class="ranges">
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value.value}
          onClick={() => {
            value.value = option;
          }}
        >
          {words[option]}
        </button>
      ))}
    </fieldset>
  );
}

function MoodTable({ buckets, withDay }: { readonly buckets: readonly Bucket[]; readonly withDay: boolean }) {
  const told = buckets.filter(({ released, held }) => released > 0 || Object.keys(held).length > 0).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" aria-label={t.mood.tableLabel} tabIndex={0}>
      <table class="moods">
        <thead>
          <tr>
            <th scope="col">{t.mood.from}</th>
            {MOODS.map((mood) => (
              <th key={mood} scope="col" class="number">
                {t.moods[mood]}
              </th>
            ))}
            <th scope="col" class="number">
              {t.mood.noise}
            </th>
            <th scope="col">{t.mood.windows}</th>
          </tr>
        </thead>
        <tbody>
          {told.map((bucket) => (
            <Row key={bucket.startMs} bucket={bucket} withDay={withDay} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ bucket, withDay }: { readonly bucket: Bucket; readonly withDay: boolean }) {
  const iso = new Date(bucket.startMs).toISOString();
  const { mean } = bucket;
  return (
    <tr>
      <th scope="row">
        <time dateTime={iso}>
          {withDay && `${new Date(bucket.startMs).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric' })} `}
          {clockText(iso, false)}
        </time>
      </th>
      {MOODS.map((mood) => (
        <td key={mood} class="number">
          {mean === null ? '–' : Math.max(0, mean[mood]).toFixed(bucket.released === 1 ? 0 : 1)}
        </td>
      ))}
      <td class="number">{mean === null ? '–' : `± ${bucket.band.toFixed(bucket.released === 1 ? 0 : 1)}`}</td>
      <td>
        {bucket.released > 0 && t.mood.released(bucket.released)}
        {Object.entries(bucket.held).map(([reason, count]) => (
          <small key={reason} class="held-reason">
            {t.mood.held(count, t.suppressedShort[reason as SuppressionReason])}
          </small>
        ))}
      </td>
    </tr>
  );
}
