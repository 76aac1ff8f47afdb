import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, claimDevice, demoRoom, startBench } from '../../fixtures/console/claimed-console.ts';
import { demoSense, demoWindows } from '../../fixtures/console/demo-windows.ts';
import { seriousFaults, sidewaysPx } from '../../fixtures/console/page-faults.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

const WAIT_MS = 30_000;
const PICTURES = process.env['ROOMTONE_PICTURES'];
const LOOKS = [
  { widthPx: 800, heightPx: 480, colorScheme: 'light' },
  { widthPx: 1280, heightPx: 800, colorScheme: 'dark' },
  { widthPx: 360, heightPx: 740, colorScheme: 'light' },
] as const;

const shares = { mood: 1_500, presence: 1_000, voice: 1_000, feedback: 500 };

describe('the kiosk in a browser', () => {
  let bench: Bench;
  let browser: RunningBrowser;

  beforeAll(async () => {
    const sense = { ...demoSense, shares };
    bench = await startBench({ ...demoRoom(), sense, windows: demoWindows(40, Date.now(), 900) }, BUILT_PAGES);
    await claimDevice(bench);
    browser = await startBrowser({ ...LOOKS[0], bypassContentPolicy: true });
    browser.page.setDefaultTimeout(WAIT_MS);
    await browser.page.goto(`${bench.console.url}/kiosk?language=en`);
    await browser.page.getByRole('heading', { name: 'How do you feel?' }).waitFor();
  });
  afterAll(async () => {
    await browser.stop();
    await bench.stop();
  });

  it.each(LOOKS)('has no serious fault of accessibility at $widthPx px, $colorScheme', async (look) => {
    const { page } = browser;
    await page.setViewportSize({ width: look.widthPx, height: look.heightPx });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.getByRole('heading', { name: 'How this room felt' }).waitFor();
    await page.locator('.kiosk-bar i').first().waitFor();
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `kiosk-${look.widthPx}-${look.colorScheme}.png`), fullPage: true });
    expect(await seriousFaults(page)).toEqual([]);
    expect(await sidewaysPx(page)).toBe(0);
  });

  it('sends a tap by itself, and a line only where one was written, which never reaches sense', async () => {
    const { page } = browser;
    await page.setViewportSize({ width: 800, height: 480 });
    await page.getByRole('button', { name: 'happy' }).click();
    await page.getByText('Thank you.').waitFor();
    expect(bench.room.state.taps).toEqual([{ tap: 'happy' }]);

    await page.getByRole('button', { name: 'afraid' }).click();
    expect(await page.getByText('Thank you.').count()).toBe(0);
    await page.getByLabel('Would you like to say more?').fill('The lights hum, I hate it');
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'kiosk-more.png'), fullPage: true });
    await page.keyboard.press('Enter');
    await page.getByText('Thank you.').waitFor();
    expect(bench.room.state.taps).toEqual([{ tap: 'happy' }, { tap: 'fear' }]);
    const { json } = await bench.admin.send('GET', '/api/feedback-texts');
    expect(json).toMatchObject({
      texts: [{ feeling: 'fear', language: 'en', text: 'The lights hum, I hate it', sentiment: 'negative' }],
    });
  });

  it('speaks six languages', async () => {
    const { page } = browser;
    for (const [name, question] of [
      ['Deutsch', 'Wie fühlen Sie sich?'],
      ['Français', 'Comment vous sentez-vous ?'],
      ['Español', '¿Cómo se siente?'],
      ['Polski', 'Jak się Państwo czują?'],
      ['हिन्दी', 'आप कैसा महसूस कर रहे हैं?'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('heading', { name: question }).waitFor();
      expect(await sidewaysPx(page), name).toBe(0);
    }
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'kiosk-hi.png'), fullPage: true });
    await page.getByRole('button', { name: 'English' }).click();
  });

  it('says at once when the whole picture is being shown, and asks nothing of the world outside', async () => {
    bench.room.state.sense = { ...demoSense, shares, aiming: { permission: 'with-reason', endsInSeconds: 200 } };
    await browser.page.getByRole('status').filter({ hasText: 'the camera is being aimed' }).waitFor();
    expect(browser.requested.filter((url) => !url.startsWith(bench.console.url))).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});
