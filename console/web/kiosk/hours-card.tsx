// How the room felt, hour by hour, from released windows alone: each bar is the mix of moods of one hour. The same in
// words for who cannot see the bars.
import { MOODS, type Mood } from '../../../shared/vocabulary.ts';
import type { Bucket } from '../state/mood-buckets.ts';
import { hours, language } from './kiosk-state.ts';
import { KIOSK_WORDS } from './words/words.ts';

/** A column has room for two digits. */
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export function HoursCard() {
  const words = KIOSK_WORDS[language.value];
  const shown = hours.value;
  return (
    <section class="card" aria-labelledby="hours">
      <h2 id="hours">{words.hours}</h2>
      {shown?.some(({ mean }) => mean !== null) ? (
        <>
          <ol class="kiosk-hours">
            {shown.map((bucket) => (
              <Hour key={bucket.startMs} bucket={bucket} />
            ))}
          </ol>
          <ul class="kiosk-legend">
            {MOODS.map((mood) => (
              <li key={mood}>
                <i class={`mood-${mood}`} /> {words.moods[mood]}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{words.noHours}</p>
      )}
      <small>{words.hoursHint}</small>
    </section>
  );
}

function Hour({ bucket }: { readonly bucket: Bucket }) {
  const words = KIOSK_WORDS[language.value];
  const time = new Date(bucket.startMs).toLocaleTimeString(language.value, CLOCK);
  const shares = sharesOf(bucket);
  const said =
    shares.length === 0
      ? words.fewPeople
      : shares.map(([mood, share]) => `${words.moods[mood]} ${Math.round(share * 100)} %`).join(', ');
  return (
    <li aria-label={`${time}: ${said}`}>
      <div class={shares.length === 0 ? 'kiosk-bar empty' : 'kiosk-bar'}>
        {shares.map(([mood, share]) => (
          <i key={mood} class={`mood-${mood}`} style={{ flexGrow: share }} />
        ))}
      </div>
      <time>{time.slice(0, 2)}</time>
    </li>
  );
}

/** Shares of the moods above zero, largest part of a whole of 1; empty where nothing was released. */
function sharesOf({ mean }: Bucket): readonly (readonly [Mood, number])[] {
  if (mean === null) return [];
  const above = MOODS.map((mood) => [mood, Math.max(0, mean[mood])] as const).filter(([, count]) => count > 0);
  const total = above.reduce((sum, [, count]) => sum + count, 0);
  return above.map(([mood, count]) => [mood, count / total] as const);
}
