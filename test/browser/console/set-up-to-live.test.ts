import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, demoRoom, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { liveUnsetSense } from '../../fixtures/console/demo-windows.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

const WAIT_MS = 30_000;

describe('the pages, from the claim to the live room', () => {
  let bench: Bench;
  let browser: RunningBrowser;

  async function open(state = demoRoom()) {
    bench = await startBench(state, BUILT_PAGES);
    browser.page.setDefaultTimeout(WAIT_MS);
    await browser.page.goto(bench.console.url);
    return browser.page;
  }

  async function claim() {
    const { page } = browser;
    await page.getByLabel('Claim code').fill(bench.console.claimCode?.toLowerCase() ?? '');
    await page.getByLabel(/Password for/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Claim' }).click();
  }

  beforeEach(async () => {
    browser = await startBrowser({ widthPx: 1280, heightPx: 800, colorScheme: 'light' });
  });

  afterEach(async () => {
    await browser.stop();
    await bench.stop();
  });

  it('claims a demo device, signs out and in again, and shows the mosaic only after it was switched on', async () => {
    const page = await open();
    await claim();
    await page.getByRole('button', { name: 'Go to the room' }).click();
    await page.getByText('Demo: a replayed clip, not a room.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();

    const preview = page.getByRole('switch', { name: 'Show the preview' });
    await preview.waitFor();
    expect(await preview.getAttribute('aria-checked')).toBe('false');
    expect(browser.requested.some((url) => url.startsWith('wss:'))).toBe(false);
    await preview.click();
    await page.getByText('3 faces in view').waitFor();
    expect(await coloursOf(page, '.mosaic')).toBeGreaterThan(20);
    expect(await coloursOf(page, '.faces')).toBeGreaterThan(3);

    await page.getByText('Counts carry noise: ± 1 in nine of ten cases.').waitFor();
    await page.getByText('Too few people: nothing is told of a small group.').first().waitFor();
    expect(await page.getByRole('img', { name: '2 neutral, 1 unsure' }).count()).toBeGreaterThan(0);
    await page.getByText('connected').first().waitFor();
  });

  it('asks nobody but the device for anything, and breaks none of its own rules of content', async () => {
    const page = await open();
    await claim();
    await page.getByRole('button', { name: 'Go to the room' }).click();
    await page.getByRole('switch').click();
    await page.getByText('3 faces in view').waitFor();
    const own = new URL(bench.console.url).host;
    expect(browser.requested.filter((url) => new URL(url).host !== own)).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  it('leads a live device, on a phone, through place, camera, sound, broker and notice to five checks, and resumes', async () => {
    await browser.page.setViewportSize({ width: 360, height: 740 });
    bench = await startBench({ ...demoRoom(), sense: liveUnsetSense }, BUILT_PAGES);
    const { page } = browser;
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(`${bench.console.url}/#/setup/claim/${bench.console.claimCode}`);
    await page.getByText('The claim code was taken from the QR code.').waitFor();
    expect(new URL(page.url()).hash).toBe('#/setup');
    await page.getByLabel(/Password for/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('Shop or venue').click();
    const declare = page.getByRole('button', { name: 'Declare' });
    expect(await declare.isDisabled()).toBe(true);
    await page.getByText('This is true').click();
    await declare.click();

    await page.getByRole('button', { name: 'Use Desk camera' }).click();
    await page.getByText('in use', { exact: true }).waitFor();
    await page.getByText('Old camera', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Use Old camera' }).count()).toBe(0);
    const next = page.getByRole('button', { name: 'Go on' });
    await next.click();
    await page.getByText('Voices are not counted').waitFor();
    await next.click();
    await page.getByLabel('Address').fill('mqtt://127.0.0.1:1');
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('It ends at: Reach it over the network.').waitFor();
    await page.getByText('Check the port, and that the broker runs.').waitFor();

    await page.goto('about:blank');
    await page.goto(`${bench.console.url}/#/setup`);
    await page.getByText('Connect to the broker').waitFor();
    await page.getByLabel('Address').fill('mqtt://127.0.0.1:1883');
    await page.getByRole('button', { name: 'Save and connect' }).click();
    await page.getByText('Saved. The device connects now.').waitFor();
    await next.click();
    await page.getByText('The notice is posted').waitFor();
    expect(bench.room.state.sense).toMatchObject({ context: 'retail', noticeConfirmed: false, sensing: false });
    await page.getByText('The notice is posted').click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('All is well. You can leave.').waitFor();
    expect(bench.room.state.sense).toMatchObject({ noticeConfirmed: true, sensing: true });
    await page.getByRole('link', { name: 'Camera' }).click();
    await page.getByText('Choose and aim the camera').waitFor();
  });

  it('says in words that sense is down, and comes back by itself', async () => {
    const page = await open();
    await claim();
    await page.getByRole('button', { name: 'Go to the room' }).click();
    await page.getByText('demo: running').waitFor();
    await bench.room.stop();
    await page.getByText('The sensing program is not running. It restarts by itself.').first().waitFor();
    await bench.room.start();
    await page.getByText('demo: running').waitFor();
  });
});

/** How many colours a canvas shows. */
function coloursOf(page: RunningBrowser['page'], selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } };
    };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}
