import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, claimDevice, demoRoom, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { demoSense, liveUnsetSense, withMicrophone } from '../../fixtures/console/demo-windows.ts';
import { seriousFaults, sidewaysPx } from '../../fixtures/console/page-faults.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

const WAIT_MS = 30_000;

describe('say a sentence', () => {
  let bench: Bench;
  let browser: RunningBrowser;
  beforeEach(async () => {
    bench = await startBench({ ...demoRoom(), link: withMicrophone }, BUILT_PAGES);
    await claimDevice(bench);
  });
  afterEach(async () => {
    await browser.stop();
    await bench.stop();
  });

  /** Signed in, on the page at `address`. */
  async function open(look: Parameters<typeof startBrowser>[0], address: string, name = 'admin', password = PASSWORD) {
    browser = await startBrowser(look);
    const { page } = browser;
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(`${bench.console.url}/#/${address}`);
    if (name !== 'admin') await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  }

  it('counts down on the live page, tells what was made of each utterance, and may be said again', async () => {
    const { state } = bench.room;
    state.sense = { ...demoSense, previewEnabled: true };
    let endListening = () => {};
    state.listening = new Promise((resolve) => {
      endListening = resolve;
    });
    const page = await open({ widthPx: 1280, heightPx: 800, colorScheme: 'light' }, 'live');
    await page.getByRole('button', { name: 'Say a sentence' }).click();
    await page.getByRole('progressbar', { name: 'Say a sentence' }).waitFor();
    await page.getByText('s left').waitFor();
    expect(await page.getByRole('button', { name: 'Speak now' }).isDisabled()).toBe(true);

    endListening();
    await page.getByText('2 utterances were heard.').waitFor();
    await page.getByText('It sounds happy, and would count so.').waitFor();
    await page.getByText('Too noisy: 6 dB above the noise, 10 are needed.').waitFor();
    const shares = page.locator('.shares');
    expect(await shares.count()).toBe(1);
    expect(await shares.getByRole('listitem').count()).toBe(EMOTIONS.length);
    expect(await shares.getByRole('listitem').nth(1).textContent()).toBe('happy62 %');
    expect(await page.getByRole('progressbar', { name: 'Say a sentence' }).count()).toBe(0);

    state.sentence = { seconds: 5, model: null, utterances: [] };
    await page.getByRole('button', { name: 'Say another sentence' }).click();
    await page.getByText('Nobody was heard.').waitFor();
    expect(await page.getByText('It sounds happy').count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  });

  it('stands in set-up beside the microphone, without a serious fault of accessibility on a phone', async () => {
    bench.room.state.sense = { ...liveUnsetSense, context: 'retail', idleReason: 'notice' };
    await bench.admin.send('PUT', '/api/privacy', { body: { password: PASSWORD, change: { voice: true } } });
    const look = { widthPx: 360, heightPx: 740, colorScheme: 'dark', bypassContentPolicy: true } as const;
    const page = await open(look, 'setup/sound');
    await page.getByRole('button', { name: 'Say a sentence' }).click();
    await page.getByText('2 utterances were heard.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await sidewaysPx(page)).toBe(0);
  });

  it('is not offered to a viewer, who sees the meter alone', async () => {
    const vera = { name: 'vera', role: 'viewer', password: 'watching the room quietly' };
    await bench.admin.send('POST', '/api/users', { body: vera });
    bench.room.state.sense = { ...demoSense, previewEnabled: true };
    const page = await open({ widthPx: 1280, heightPx: 800, colorScheme: 'light' }, 'live', vera.name, vera.password);
    await page.getByText('somebody speaks').waitFor();
    expect(await page.getByText('Say a sentence').count()).toBe(0);
  });
});
