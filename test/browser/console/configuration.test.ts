import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, claimDevice, demoRoom, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

const WAIT_MS = 30_000;

describe('configuration and logs in a browser', () => {
  let bench: Bench;
  let browser: RunningBrowser;

  beforeAll(async () => {
    bench = await startBench(demoRoom(), BUILT_PAGES);
    await claimDevice(bench);
    browser = await startBrowser({ widthPx: 360, heightPx: 740, colorScheme: 'light' });
    browser.page.setDefaultTimeout(WAIT_MS);
    await browser.page.goto(bench.console.url);
    await browser.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await browser.page.getByRole('button', { name: 'Sign in' }).click();
    await browser.page.getByRole('switch').waitFor();
    await browser.page.goto(`${bench.console.url}/#/configuration`);
  });
  afterAll(async () => {
    await browser.stop();
    await bench.stop();
  });

  it('is edited, read again, applied and undone', async () => {
    const { page } = browser;
    const review = page.getByRole('button', { name: 'Review changes' });
    await review.waitFor();
    expect(await review.isDisabled()).toBe(true);
    await page.getByLabel('Keep alive').fill('5');
    await page.getByText('Too low.').waitFor();
    expect(await review.isDisabled()).toBe(true);
    await page.getByLabel('Keep alive').fill('45');
    await page.getByLabel('Spread of publications').fill('10');
    await review.click();
    const changes = page.getByRole('list', { name: '2 changes' });
    expect(await changes.textContent()).toMatch(/Keep alive[\s\S]*30[\s\S]*45[\s\S]*from the next start on/);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied as revision 1.').waitFor();
    await page.getByText('Waiting for a restart: Spread of publications.').waitFor();
    expect(await page.getByLabel('Keep alive').inputValue()).toBe('45');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Applied as revision 2.').waitFor();
    expect(await page.getByLabel('Keep alive').inputValue()).toBe('30');
  });

  it('says at the field what the device refuses', async () => {
    const { page } = browser;
    await page.getByLabel('Broker', { exact: true }).fill('http://broker.example');
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Nothing was changed. See below what is wrong.').waitFor();
    await page.getByText('an address that begins with mqtt://').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  it('is saved as a file, and brought from one after it was read', async () => {
    const { page } = browser;
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('Save as file').click()]);
    const text = (await (await file.createReadStream()).toArray()).join('');
    expect(JSON.parse(text)).toMatchObject({ format: 'roomtone-configuration', settings: { keepAliveSeconds: 30 } });
    const chosen = {
      name: 'c.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text.replace('"info"', '"debug"')),
    };
    await page.getByLabel('Bring from a file').setInputFiles(chosen);
    expect(await page.getByRole('list', { name: 'What the file would change' }).textContent()).toContain('debug');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied as revision 3.').waitFor();
  });

  it('tests the broker stage by stage, and says where it ends', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('All is well: the broker speaks MQTT 5.').waitFor();
    await page.getByLabel('User').fill('room');
    await page.getByLabel('Password').fill('hush-hush-hush');
    await page.getByRole('button', { name: 'Save sign-in' }).click();
    await page.getByText('Saved. The connection is made anew.').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(browser.complaints).toEqual([]);
  });

  it('leads from health to the log of a program, by level and search, and follows it', async () => {
    const { page } = browser;
    await page.goto(`${bench.console.url}/#/health`);
    await page.getByText('runs on cpu, float32').first().waitFor();
    await page.getByText('Not on webgpu: no adapter was found').waitFor();
    await page.getByText('set by a time server').waitFor();
    await page.getByRole('link', { name: 'Read the logs' }).click();
    const lines = page.getByRole('list', { name: 'Lines of the log, newest last' }).getByRole('listitem');
    await page.getByText('the settings could not be kept').waitFor();
    expect(await lines.count()).toBe(3);
    await page.getByLabel('At least').selectOption('error');
    await page.getByText('ready').waitFor({ state: 'detached' });
    await page.getByLabel('At least').selectOption('debug');
    await page.getByLabel('Program').selectOption('link');
    await page.getByLabel('Search').fill('picture');
    await page.getByText('ready').waitFor({ state: 'detached' });
    expect(await lines.allTextContents()).toEqual([expect.stringContaining('a picture was dropped')]);
    expect(browser.complaints).toEqual([]);
  });
});
