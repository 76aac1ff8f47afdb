import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, claimDevice, demoRoom, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { demoWindows } from '../../fixtures/console/demo-windows.ts';
import { describeEveryPage } from '../../fixtures/console/every-page.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

const WAIT_MS = 30_000;
const FIRST_LOAD_BYTES = 120 * 1024;

describeEveryPage([
  { widthPx: 1280, heightPx: 800, colorScheme: 'light' },
  { widthPx: 360, heightPx: 740, colorScheme: 'dark' },
]);

describe('the pages under their own content policy', () => {
  let bench: Bench;
  let browser: RunningBrowser;

  beforeAll(async () => {
    bench = await startBench({ ...demoRoom(), windows: demoWindows(600, Date.now(), 900) }, BUILT_PAGES);
    await claimDevice(bench);
    browser = await startBrowser({ widthPx: 1280, heightPx: 800, colorScheme: 'light' });
    browser.page.setDefaultTimeout(WAIT_MS);
    await browser.page.goto(bench.console.url);
    await browser.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await browser.page.getByRole('button', { name: 'Sign in' }).click();
    await browser.page.getByRole('switch').waitFor();
  });
  afterAll(async () => {
    await browser.stop();
    await bench.stop();
  });

  it('load within 120 kB gzip at first', async () => {
    const page = await browser.context.newPage();
    const loaded: Promise<number>[] = [];
    page.on('response', (response) =>
      loaded.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      ),
    );
    await page.goto(bench.console.url, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(loaded);
    await page.close();
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_LOAD_BYTES);
  });

  it('draw the moods, and give the windows as files', async () => {
    const { page } = browser;
    await page.goto(`${bench.console.url}/#/mood`);
    await page.locator('.chart canvas').waitFor();
    await page.getByRole('button', { name: 'Week' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('Save as CSV').click()]);
    const lines = (await readStream(await file.createReadStream())).trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'start,seconds,boot,seq,stream,suppressed,epsilon,neutral,happy,sad,angry,fear,disgust,surprise,unsure',
    );
    expect(lines).toHaveLength(601); // two pages of the ring
    expect(lines.some((line) => line.includes(',cohort,'))).toBe(true);
    expect(browser.complaints).toEqual([]);
  });

  it('say on the page of health how far taps at the kiosk and sensed moods agree', async () => {
    const { page } = browser;
    const { state } = bench.room;
    const sensed = state.windows;
    const counts = { neutral: 0, happy: 20, sad: 0, angry: 0, fear: 0, disgust: 0, surprise: 0, unsure: 0 };
    const mood = demoWindows(12, Date.now(), 900).map((each) => ({ ...each, counts, suppressed: null }));
    const { unsure: _none, ...taps } = { ...counts, happy: 15, sad: 5 };
    state.windows = [...mood, ...mood.map((each) => ({ ...each, stream: 'feedback' as const, counts: taps }))];
    await page.goto(`${bench.console.url}/#/health`);
    await page.getByText('75 % in common, from 12 windows.').waitFor();
    await page.getByText(/^240 taps, give or take \d+ by the noise\.$/).waitFor();
    state.windows = sensed;
  });

  it('C9: say that two others are watching, and take the place of the one who leaves', async () => {
    const { page } = browser;
    await bench.admin.send('PUT', '/api/preview', { body: { enabled: true } });
    const others = await Promise.all([1, 2].map(() => browser.context.newPage()));
    for (const other of others) {
      await other.goto(bench.console.url);
      await other.getByText('3 faces in view').waitFor();
    }
    await page.goto(`${bench.console.url}/#/live`);
    await page.bringToFront();
    await page.getByText('Two people are watching already.').waitFor();
    for (const other of others) await other.close();
    await page.getByText('3 faces in view').waitFor();
    browser.complaints.length = 0;
  });

  it('add a user, whom the device lets in as a viewer without the switch of the preview', async () => {
    const { page } = browser;
    const { state } = bench.room;
    if (state.sense !== null) state.sense = { ...state.sense, previewEnabled: false }; // an earlier test may have it on
    await page.goto(`${bench.console.url}/#/access`);
    await page.getByText('Add a user').click();
    await page.getByLabel('Name', { exact: true }).fill('vera');
    await page.getByLabel('First password').fill('watching the room quietly');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Remove vera' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('vera');
    await page.getByLabel('Password', { exact: true }).fill('watching the room quietly');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Only an admin can switch the preview on.').waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    await page.goto(`${bench.console.url}/#/access`);
    await page.getByRole('heading', { name: 'Your password' }).waitFor();
    expect(await page.getByText('Audit log').count()).toBe(0);
  });

  it('C5: say that a session has ended, and forget what they showed', async () => {
    const { page } = browser;
    await page.goto(`${bench.console.url}/#/live`);
    await page.getByText('Last windows').waitFor();
    await bench.console.parts.sessions.end(({ name }) => name === 'vera');
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    expect(await page.getByText('Last windows').count()).toBe(0);
  });
});

async function readStream(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the sign-in page', () => {
  it('C4: says how long to wait after too many wrong passwords, and lets the right one in afterwards', async () => {
    const bench = await startBench(demoRoom(), BUILT_PAGES);
    await claimDevice(bench);
    const browser = await startBrowser({ widthPx: 360, heightPx: 740, colorScheme: 'light' });
    const { page } = browser;
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(bench.console.url);
    const wait = page.getByText(/Too many attempts\. Wait \d+ seconds?/);
    for (let attempt = 0; attempt < 6 && (await wait.count()) === 0; attempt += 1) {
      await page.getByLabel('Password', { exact: true }).fill(`wrong password ${attempt}`);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByText('Name or password is wrong.').or(wait).waitFor();
    }
    await wait.waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.waitForTimeout(4_000);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('switch').waitFor();
    await browser.stop();
    await bench.stop();
  });
});
