// How the room has felt, from released windows alone: a chart with the band of its noise, the same as a table, and files.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { MOODS, type SuppressionReason } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { Legend } from '../parts/last-windows.tsx';
import { MoodChart } from '../parts/mood-chart.tsx';
import { request } from '../state/api.ts';
import { toCsv, toJson } from '../state/export-windows.ts';
import { type Bucket, RANGES, type Range, rollUp, within } from '../state/mood-buckets.ts';
import { save } from '../state/save-file.ts';
import { clockText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';
import '../styles/mood.css';

const LOADED = 500;
const RELOAD_MS = 30_000;

export function MoodPage() {
  const range = useSignal<Range>('day');
  const { windows, atMs } = useWindows();
  const buckets = useMemo(() => rollUp(windows ?? [], range.value, atMs), [windows, range.value, atMs]);
  const chosen = within(windows ?? [], range.value, atMs);
  return (
    <section class="card" aria-labelledby="mood-title">
      <div class="card-top">
        <h1 id="mood-title">{t.mood.title}</h1>
        <Ranges
          value={range.value}
          onChoose={(next) => {
            range.value = next;
          }}
        />
      </div>
      <p class="hint">{t.mood.explain}</p>
      {windows === null && <p role="alert">{t.live.linkDown}</p>}
      {chosen.length === 0 ? (
        <p>{t.mood.nothing}</p>
      ) : (
        <>
          <Legend />
          <MoodChart buckets={buckets} />
          <div class="actions">
            <button type="button" class="quiet" onClick={() => save('roomtone-mood.csv', 'text/csv', toCsv(chosen))}>
              {t.mood.csv}
            </button>
            <button
              type="button"
              class="quiet"
              onClick={() => save('roomtone-mood.json', 'application/json', toJson(chosen))}
            >
              {t.mood.json}
            </button>
          </div>
          <MoodTable buckets={buckets} withDay={range.value !== 'hour'} />
        </>
      )}
    </section>
  );
}

/** Null windows where link does not answer. */
function useWindows(): { readonly windows: readonly WindowMessage[] | null; readonly atMs: number } {
  const loaded = useSignal<{ windows: readonly WindowMessage[] | null; atMs: number }>({
    windows: [],
    atMs: Date.now(),
  });
  useEffect(() => {
    const load = async () => {
      const path = `/api/windows?stream=mood&limit=${LOADED}`;
      const answer = await request<{ windows: WindowMessage[] }>('GET', path, { background: true }).catch(() => null);
      loaded.value = { windows: answer?.windows ?? null, atMs: Date.now() };
    };
    void load();
    const timer = setInterval(() => void load(), RELOAD_MS);
    return () => clearInterval(timer);
  }, []);
  return loaded.value;
}

function Ranges({ value, onChoose }: { readonly value: Range; readonly onChoose: (range: Range) => void }) {
  return (
    <fieldset class="ranges">
      <legend class="unseen">{t.mood.range}</legend>
      {RANGES.map((range) => (
        <button key={range} type="button" aria-pressed={range === value} onClick={() => onChoose(range)}>
          {t.mood.ranges[range]}
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
