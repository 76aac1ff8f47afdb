import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartedAppliance } from '../fixtures/appliance.ts';
import { type RunningBrowser, startBrowser } from '../fixtures/console/browser.ts';

const PASSWORD = 'a quiet room at noon';

let state: string;
let appliance: StartedAppliance;
let browser: RunningBrowser;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'roomtone-browser-'));
  appliance = new StartedAppliance(['--state', state]);
  browser = await startBrowser({ widthPx: 1280, heightPx: 900, colorScheme: 'light' });
});
afterEach(async () => {
  await browser.stop();
  await appliance.interrupt();
  await rm(state, { recursive: true, force: true });
});

/** With SCREENSHOT=path the last picture is kept there: how the README's picture is made. */
it('shows the demo room of the whole appliance as a mosaic with its released windows', async () => {
  const { console: url, claimCode } = await appliance.started();
  const { page } = browser;
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.getByLabel('Claim code').fill(claimCode);
  await page.getByLabel(/Password for/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Claim' }).click();
  await page.getByRole('button', { name: 'Go to the room' }).click();
  await page.getByText('Demo: a replayed clip, not a room.').waitFor();
  await page.getByRole('switch', { name: 'Show the preview' }).click();
  await page.getByText('6 faces in view').waitFor();
  await page.getByText('Counts carry noise').waitFor();
  const screenshot = process.env['SCREENSHOT'];
  if (screenshot !== undefined) {
    await page.waitForTimeout(35_000);
    await page.screenshot({ path: screenshot, fullPage: true });
  }
  expect(browser.complaints).toEqual([]);
});
