import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import { type BrowserLook, type RunningBrowser, startBrowser } from '../../fixtures/console/browser.ts';
import { type Bench, startBench } from '../../fixtures/console/claimed-console.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Where to leave pictures, for a person who wants to look. */
const PICTURES = process.env['ROOMTONE_PICTURES'];
const LOOKS: readonly BrowserLook[] = [
  { widthPx: 360, heightPx: 740, colorScheme: 'dark' },
  { widthPx: 1_280, heightPx: 900, colorScheme: 'light' },
];

/** Faults that axe-core calls serious or critical. */
async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe-core puts itself into the page
    const { violations } = await (globalThis as any).axe.run();
    return violations
      .filter((each: { impact: string }) => ['serious', 'critical'].includes(each.impact))
      .map((each: { id: string; nodes: { html: string }[] }) => `${each.id}: ${each.nodes[0]?.html}`);
  });
}

const overflowPx = (page: Page) =>
  page.evaluate(() => {
    // biome-ignore lint/suspicious/noExplicitAny: the browser's own
    const { documentElement } = (globalThis as any).document;
    return documentElement.scrollWidth - documentElement.clientWidth;
  });

describe('the notice in a browser', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it.each(LOOKS)('at $widthPx px, $colorScheme, has no serious fault and does not scroll sideways', async (look) => {
    const browser = await startBrowser({ ...look, bypassContentPolicy: true });
    try {
      for (const language of NOTICE_LANGUAGES) {
        await browser.page.goto(`${bench.console.url}/notice?language=${language}`);
        expect(await browser.page.locator('h1').textContent()).toBe(NOTICE_TEXTS[language].title.demo);
        expect([language, await overflowPx(browser.page)]).toEqual([language, 0]);
        expect([language, await seriousFaults(browser.page)]).toEqual([language, []]);
        if (PICTURES !== undefined) {
          const path = join(PICTURES, `notice-${language}-${look.widthPx}-${look.colorScheme}.png`);
          await browser.page.screenshot({ path, fullPage: true });
        }
      }
    } finally {
      await browser.stop();
    }
  });

  describe('under the content policy', () => {
    let browser: RunningBrowser;

    beforeAll(async () => {
      browser = await startBrowser({ widthPx: 800, heightPx: 900, colorScheme: 'light' });
      await browser.page.goto(`${bench.console.url}/notice?language=en`);
    });
    afterAll(() => browser.stop());

    it('C8: is styled, shows its code, asks nobody else and breaks no rule', async () => {
      const { page, requested, complaints } = browser;
      const look = await page.evaluate(() => {
        // biome-ignore lint/suspicious/noExplicitAny: the browser's own
        const { document, getComputedStyle } = globalThis as any;
        const code = document.querySelector('img');
        return { radius: getComputedStyle(document.querySelector('main')).borderRadius, codePx: code.naturalWidth };
      });
      expect(look.radius).toBe('14px');
      expect(look.codePx).toBeGreaterThan(0);
      expect(requested.filter((url) => !url.startsWith(bench.console.url))).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it('is walked by keyboard: language first, in the order of the page', async () => {
      const { page } = browser;
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForURL(/language=de/), page.keyboard.press('Enter')]);
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      expect(await page.locator('nav a[aria-current]').textContent()).toBe('Deutsch');
    });

    it('hands its PDF over as a file', async () => {
      const { page } = browser;
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.print').click()]);
      expect(download.suggestedFilename()).toMatch(/^notice-[a-z]{2}\.pdf$/);
    });
  });
});
