import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';
import { connectedLink, demoSense, liveUnsetSense } from '../../fixtures/console/demo-windows.ts';
import { HOST, type InjectedConsole, injectConsole } from '../../fixtures/console/injected-console.ts';
import { startConsole } from '../../fixtures/console/running-console.ts';

const PAGES = ['/notice', '/notice.pdf', '/notice.svg', '/notice.css'];
const LIVE = {
  ...liveUnsetSense,
  sensing: true,
  idleReason: null,
  context: 'retail',
  noticeConfirmed: true,
  shares: { mood: 500, presence: 300, voice: 200 },
  noticeRevision: 7,
} as const;

describe('the notice without sign-in', () => {
  let device: InjectedConsole;
  const read = (path: string, headers: Record<string, string | undefined> = {}) =>
    device.ask('GET', path, { headers: { origin: undefined, ...headers } });

  beforeAll(async () => {
    device = await injectConsole();
  });
  afterAll(() => device.stop());

  it('is served before the claim and after it, and says plainly that nothing is sensed', async () => {
    const before = await Promise.all(PAGES.map((path) => read(path)));
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(before[0]?.text).toContain(NOTICE_TEXTS.en.now.silentUnset);
    await device.claim();
    expect((await read('/notice')).status).toBe(200);
  });

  it('follows the address, then the browser, and marks the language of the page and of each link', async () => {
    for (const language of NOTICE_LANGUAGES) {
      const { text, headers } = await read('/notice', { 'accept-language': `${language}-XX, en;q=0.1` });
      expect(text).toContain(`<html lang="${language}">`);
      expect(headers).toMatchObject({ 'content-language': language, vary: expect.stringContaining('accept-language') });
      for (const other of NOTICE_LANGUAGES) expect(text).toContain(`lang="${other}" hreflang="${other}"`);
    }
    expect((await read('/notice?language=pl', { 'accept-language': 'de' })).text).toContain('<html lang="pl">');
    expect((await read('/notice?language=xx')).status).toBe(200);
    expect((await read('/notice?other=1')).status).toBe(400);
  });

  it('C8: has no script, no inline style, no form, and every header of the other pages', async () => {
    const { text, headers } = await read('/notice');
    expect(text).not.toMatch(/<script|<style|<form|style=|\son[a-z]+=|https?:\/\/(?!localhost)/i);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
  });

  it('C15: tells no version, no serial, no model, no name of a library', async () => {
    for (const path of PAGES) {
      const { headers, text } = await read(path);
      const told = `${JSON.stringify(headers)} ${text.replaceAll(/stream[\s\S]*?endstream/g, '')}`;
      const found = /\d+\.\d+\.\d+|node|fastify|pdfkit|fontkit|raspberry|jetson|sha256|x-powered-by/i.exec(told)?.[0];
      expect([path, found]).toEqual([path, undefined]);
    }
  });

  it('is found under the name by which it was asked, and warns where nobody else can reach that', async () => {
    const { text } = await read('/notice');
    expect(text).toContain(`https://${HOST}/notice`);
    expect(text).toContain(NOTICE_TEXTS.en.page.codeLocal);
    expect((await read('/notice', { host: 'evil.example"><script>' })).status).toBe(421);
    expect((await read('/notice.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  it('lets only an admin write the operator’s words, and writes that down', async () => {
    const body = { name: 'A & B <b>', contact: 'x', purpose: '', legalBasis: '', authority: '' };
    expect((await device.ask('PUT', '/api/notice/operator', { body })).status).toBe(401);
    const cookie = await device.signIn('admin', 'a quiet room with plants');
    expect((await device.ask('PUT', '/api/notice/operator', { body, cookie })).status).toBe(200);
    expect((await device.ask('GET', '/api/notice/operator', { cookie })).json).toEqual(body);
    const wide = { ...body, name: 'x'.repeat(500) };
    expect((await device.ask('PUT', '/api/notice/operator', { body: wide, cookie })).status).toBe(400);
    expect((await read('/notice')).text).toContain('A &amp; B &lt;b&gt;');
    const revision = () => device.parts.notice.facts(null).then(({ operatorRevision }) => operatorRevision);
    const first = await revision();
    for (const [change, more] of [
      [{ purpose: 'to plan the opening hours' }, 0],
      [{ name: 'C' }, 1],
      [{ contact: 'y' }, 1],
    ] as const) {
      const was = await revision();
      const stated = { ...device.parts.notice.operator(), ...change };
      await device.ask('PUT', '/api/notice/operator', { body: stated, cookie });
      expect([change, (await revision()) ?? 0]).toEqual([change, (was ?? 0) + more]);
    }
    expect(first).toBe(1);
    const { json } = await device.ask('GET', '/api/audit', { cookie });
    expect(json.entries[0]).toMatchObject({ action: 'operator-stated', actor: 'admin', detail: '' });
  });

  it('makes no more than thirty PDFs a minute for one address', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 32; count += 1)
      statuses.push((await device.ask('GET', '/notice.pdf', { address: '10.7.7.7' })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

describe('the notice of a device whose sense answers, then does not', () => {
  let bench: Bench;
  let visitor: ApiClient;
  const page = async () => (await visitor.send('GET', '/notice', { headers: { 'accept-language': 'en' } })).text;

  beforeAll(async () => {
    bench = await startBench({ sense: { ...LIVE, shares: { ...LIVE.shares } }, link: connectedLink, windows: [] });
    visitor = new ApiClient(bench.console.url);
    await claimDevice(bench);
  });
  afterAll(() => bench.stop());

  it('says what is set now, follows a change at once, and keeps the last that it knew', async () => {
    const { en } = NOTICE_TEXTS;
    const live = await page();
    for (const sentence of [en.now.sensing, en.voice, en.edition('7'), en.emotionLaw]) expect(live).toContain(sentence);
    bench.room.state.sense = { ...bench.room.state.sense, shares: { mood: 500, presence: 300 }, sensing: false };
    const idle = await page();
    expect(idle).toContain(en.now.idle);
    expect(idle).not.toContain(en.voice);
    await bench.room.stop();
    const silent = await page();
    for (const sentence of [en.now.silent, en.noVoice, en.edition('7')]) expect(silent).toContain(sentence);
    expect(silent).not.toContain(en.now.sensing);
  });

  it('still knows it after a restart without sense', async () => {
    await bench.console.stop();
    const again = await startConsole(bench.folders);
    const { text } = await new ApiClient(again.url).send('GET', '/notice');
    await again.stop();
    for (const sentence of [NOTICE_TEXTS.en.now.silent, NOTICE_TEXTS.en.edition('7')]) expect(text).toContain(sentence);
  });

  it('is a notice of a demo where a clip is replayed', async () => {
    const demo = await startBench({ sense: demoSense, link: connectedLink, windows: [] });
    const { text } = await new ApiClient(demo.console.url).send('GET', '/notice');
    await demo.stop();
    for (const sentence of [NOTICE_TEXTS.en.title.demo, NOTICE_TEXTS.en.clip]) expect(text).toContain(sentence);
  });
});
