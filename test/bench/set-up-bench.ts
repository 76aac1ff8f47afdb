// `npm run bench -- set-up`: how long the whole set-up takes on a phone, by a stated model: the pages are walked in
// Chromium at 360 px, every tap, key and word is counted, and the keystroke-level model says the seconds. No person was timed.
import { startBrowser } from '../fixtures/console/browser.ts';
import { demoRoom, startBench } from '../fixtures/console/claimed-console.ts';
import { type CountedStep, handsSecondsOf, MODEL, secondsOf } from '../fixtures/console/counted-person.ts';
import { liveUnsetSense } from '../fixtures/console/demo-windows.ts';
import { BUILT_PAGES } from '../fixtures/console/running-console.ts';
import { walkSetUp } from '../fixtures/console/set-up-walk.ts';
import { rounded } from './statistics.ts';

/** What no page can count, assumed and told apart, in seconds. */
const ASSUMED = {
  'open the address of the slip': 15,
  'turn the camera': 60,
  'say a sentence': 10,
  'print and hang the notice': 120,
};
const WAIT_MS = 120_000;

/** Needs `npm run build:web`. */
export async function benchSetUp() {
  const bench = await startBench({ ...demoRoom(), sense: liveUnsetSense }, BUILT_PAGES);
  const browser = await startBrowser({ widthPx: 360, heightPx: 740, colorScheme: 'light' });
  try {
    browser.page.setDefaultTimeout(WAIT_MS);
    const steps = await walkSetUp(browser.page, bench);
    const modelled = sumOf(steps, secondsOf);
    const assumed = Object.values(ASSUMED).reduce((sum, seconds) => sum + seconds, 0);
    return {
      steps: steps.map((step) => ({ ...step, seconds: rounded(secondsOf(step), 0) })),
      modelledSeconds: rounded(modelled, 0),
      handsSeconds: rounded(sumOf(steps, handsSecondsOf), 0),
      assumed: ASSUMED,
      totalSeconds: rounded(modelled + assumed, 0),
      model: MODEL,
    };
  } finally {
    await browser.stop();
    await bench.stop();
  }
}

const sumOf = (steps: readonly CountedStep[], of: (step: CountedStep) => number) =>
  steps.reduce((sum, step) => sum + of(step), 0);

const clockText = (seconds: number) => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

const COLUMNS = ['taps', 'keys', 'swipes', 'thoughts', 'words'] as const satisfies readonly (keyof CountedStep)[];

export function printSetUp(figures: Awaited<ReturnType<typeof benchSetUp>>): void {
  const { steps, modelledSeconds, handsSeconds, assumed, totalSeconds } = figures;
  const row = (cells: readonly (string | number)[]) =>
    console.log(cells.map((cell) => String(cell).padStart(9)).join(''));
  row(['step', ...COLUMNS, 'waited', 'seconds']);
  for (const step of steps) {
    row([step.name, ...COLUMNS.map((name) => step[name]), rounded(step.waitedSeconds, 1), step.seconds]);
  }
  const all = (name: (typeof COLUMNS)[number] | 'waitedSeconds') => steps.reduce((sum, step) => sum + step[name], 0);
  row(['all', ...COLUMNS.map(all), rounded(all('waitedSeconds'), 1), modelledSeconds]);
  for (const [act, seconds] of Object.entries(assumed)) console.log(`  assumed: ${act}, ${seconds} s`);
  console.log('by the model, not by people:');
  console.log(`  the pages, every word read      ${clockText(modelledSeconds)}`);
  console.log(`  the pages, by who knows them    ${clockText(handsSeconds)}`);
  console.log(`  every word and what is assumed  ${clockText(totalSeconds)}`);
}
