// `npx tsx test/bench/page-shots.ts --out DIR [--width PX] [--demo]`: a picture of every page of the console, of every step of set-up, of
// the notice and of the kiosk, in four looks, for a person to look at. Fakes stand behind the pages; `npm run build:web` first.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type BrowserLook, startBrowser } from '../fixtures/console/browser.ts';
import type { Bench } from '../fixtures/console/claimed-console.ts';
import { walkDemo } from '../fixtures/console/demo-scenes.ts';
import { claimedRoom, PAGE_SCENES, type Scene, SET_UP_SCENES, unclaimedRoom } from '../fixtures/console/page-scenes.ts';

const LOOKS: readonly BrowserLook[] = [360, 1280].flatMap((widthPx) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ widthPx, heightPx: widthPx === 360 ? 740 : 800, colorScheme })),
);
const WAIT_MS = 60_000;
/** What moves has come to rest. */
const SETTLE_MS = 400;

async function shoot(scenes: readonly Scene[], open: () => Promise<Bench>, look: BrowserLook, out: string) {
  const bench = await open();
  const browser = await startBrowser(look);
  const { page } = browser;
  page.setDefaultTimeout(WAIT_MS);
  try {
    await page.goto(bench.console.url);
    for (const scene of scenes) {
      await shootOne(page, bench, scene, look, out);
      for (const complaint of new Set(browser.complaints.splice(0))) console.log(`  complaint: ${complaint}`);
    }
  } finally {
    await browser.stop();
    await bench.stop();
  }
}

/** A page that can't be reached is told, and the others are still pictured. */
async function shootOne(page: Page, bench: Bench, { name, reach }: Scene, look: BrowserLook, out: string) {
  const file = join(out, `${name}-${look.widthPx}-${look.colorScheme}.png`);
  try {
    await reach(page, bench);
    await page.waitForTimeout(SETTLE_MS);
    console.log(file);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${file}: not reached: ${String(error).split('\n')[0]}`);
  }
  await page.screenshot({ path: file, fullPage: true });
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, width: { type: 'string' }, demo: { type: 'boolean', default: false } },
});
if (values.out === undefined) {
  console.error('usage: npx tsx test/bench/page-shots.ts --out DIR [--width 360 | 1280] [--demo]');
  process.exit(64);
}
const out = resolve(values.out);
await mkdir(out, { recursive: true });
const looks = LOOKS.filter(({ widthPx }) => values.width === undefined || Number(values.width) === widthPx);
if (values.demo) {
  await walkDemo(looks, (name, look) => join(out, `${name}-${look.widthPx}-${look.colorScheme}.png`));
} else {
  for (const look of looks) {
    await shoot(SET_UP_SCENES, unclaimedRoom, look, out);
    await shoot(PAGE_SCENES, claimedRoom, look, out);
  }
}
