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

  it('leads a live device through its place and its notice before it senses', async () => {
    const page = await open({ ...demoRoom(), sense: liveUnsetSense });
    await claim();
    await page.getByText('Shop or venue').click();
    const declare = page.getByRole('button', { name: 'Declare' });
    expect(await declare.isDisabled()).toBe(true);
    await page.getByText('This is true').click();
    await declare.click();
    await page.getByText('Only figures for at least 5 people together').waitFor();
    expect(bench.room.state.sense).toMatchObject({ context: 'retail', noticeConfirmed: false, sensing: false });
    await page.getByText('The notice is posted').click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('All set').waitFor();
    expect(bench.room.state.sense).toMatchObject({ noticeConfirmed: true, sensing: true });
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
