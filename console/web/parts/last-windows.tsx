// The last released windows, newest first: mood as a stacked bar with the size of its noise, or why there is none.
import { MOODS, type Mood } from '../../../shared/vocabulary.ts';
import { windows } from '../state/console-state.ts';
import { noiseBand } from '../state/noise.ts';
import { type WindowMessage, windowKey } from '../state/window-key.ts';
import { clockText, durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';

const SHOWN = 12;

export function LastWindows() {
  const all = windows.value;
  const moods = all?.filter((each) => each.stream === 'mood').slice(0, SHOWN) ?? [];
  return (
    <section class="card last" aria-labelledby="last-title">
      <h2 id="last-title">{t.live.lastWindows}</h2>
      {all === null ? (
        <p>{t.live.linkDown}</p>
      ) : moods.length === 0 ? (
        <p>{t.live.noWindows}</p>
      ) : (
        <List moods={moods} />
      )}
    </section>
  );
}

function List({ moods }: { readonly moods: readonly WindowMessage[] }) {
  const newest = moods.find((each) => each.counts !== null);
  return (
    <>
      <Legend />
      <ol class="windows">
        {moods.map((each) => (
          <li key={windowKey(each)}>
            <WindowTime of={each} />
            {each.counts === null ? <Suppressed of={each} /> : <MoodBar counts={each.counts} />}
          </li>
        ))}
      </ol>
      {newest !== undefined && <p class="hint">{t.live.noiseHint(noiseBand(newest.privacy.epsilonMilli))}</p>}
    </>
  );
}

function WindowTime({ of: { window } }: { readonly of: WindowMessage }) {
  return (
    <span class="window-time">
      <time dateTime={window.start}>{clockText(window.start, window.seconds < 60)}</time>
      <small>{durationText(window.seconds)}</small>
    </span>
  );
}

function Suppressed({ of: { suppressed } }: { readonly of: WindowMessage }) {
  return (
    <p class="held">
      <strong>{t.live.suppressedTitle}.</strong> {suppressed === null ? '' : t.suppressed[suppressed]}
    </p>
  );
}

/** Noise may push a count below zero: clamped for display only. */
const shown = (counts: Readonly<Record<string, number>>, mood: Mood) => Math.max(0, counts[mood] ?? 0);

function MoodBar({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const present = MOODS.filter((mood) => shown(counts, mood) > 0);
  const words = present.map((mood) => `${shown(counts, mood)} ${t.moods[mood]}`).join(', ');
  return (
    <div class="mood-bar" role="img" aria-label={words === '' ? `0 ${t.live.people}` : words}>
      {present.map((mood) => (
        <span
          key={mood}
          class={`mood-part mood-${mood}`}
          style={{ flexGrow: shown(counts, mood) }}
          title={t.moods[mood]}
        >
          {shown(counts, mood)}
        </span>
      ))}
    </div>
  );
}

export function Legend() {
  return (
    <ul class="legend">
      {MOODS.map((mood) => (
        <li key={mood}>
          <span class={`swatch mood-${mood}`} aria-hidden="true" />
          {t.moods[mood]}
        </li>
      ))}
    </ul>
  );
}
