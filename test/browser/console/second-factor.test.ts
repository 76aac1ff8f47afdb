import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeAt, stepAt } from '../../../console/accounts/totp.ts';
import { type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, claimDevice, demoRoom, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { BUILT_PAGES } from '../../fixtures/console/running-console.ts';

let bench: Bench;
let browser: RunningBrowser;
beforeEach(async () => {
  bench = await startBench(demoRoom(), BUILT_PAGES);
  await claimDevice(bench);
  browser = await startBrowser({ widthPx: 360, heightPx: 740, colorScheme: 'light' });
  browser.page.setDefaultTimeout(30_000);
});
afterEach(async () => {
  await browser.stop();
  await bench.stop();
});

async function signIn(): Promise<void> {
  const { page } = browser;
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('C16: is set up by its QR code, asked for at the next sign-in, and a recovery code does as well', async () => {
  const { page } = browser;
  await page.goto(`${bench.console.url}/#/access`);
  await signIn();
  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Second factor' }) });
  await card.getByText('Set up').click();
  await card.getByLabel('Your password, once more').fill(PASSWORD);
  await card.getByRole('button', { name: 'Show the QR code' }).click();
  await card.getByRole('img', { name: 'QR code for the authenticator' }).waitFor();
  const secret = bytesOf(((await card.locator('code').textContent()) ?? '').replaceAll(' ', ''));
  await card.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(Date.now())));
  await card.getByRole('button', { name: 'Switch on' }).click();
  await card.getByText('Your recovery codes').waitFor();
  const recovery = (await card.locator('.codes code').first().textContent()) ?? '';
  await card.getByRole('button', { name: 'I have kept them' }).click();
  await card.getByText('8 recovery codes are left.').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn();
  await page.getByText('Your password is right.').waitFor();
  await page.getByLabel('Code, or a recovery code').fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The code is wrong.').waitFor();
  await page.getByLabel('Code, or a recovery code').fill(recovery);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(bench.console.parts.secondFactor.describe('admin')).toEqual({ enabled: true, recoveryCodesLeft: 7 });
});

it('C6: an invitation makes a link by which somebody else comes in', async () => {
  const { page } = browser;
  await page.goto(`${bench.console.url}/#/access`);
  await signIn();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = (await page.locator('code', { hasText: '#/invitation/' }).textContent()) ?? '';
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goto(link);
  await page.getByLabel('Name', { exact: true }).fill('vera');
  await page.getByLabel('Password', { exact: true }).fill('watching the room quietly');
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.getByText('vera').first().waitFor();
  expect(bench.console.parts.accounts.find('vera')).toMatchObject({ role: 'viewer' });
});

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'));
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
