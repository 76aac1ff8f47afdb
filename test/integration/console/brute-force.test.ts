import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('guessing passwords', () => {
  let device: InjectedConsole;
  beforeEach(async () => {
    device = await injectConsole();
    await device.claim();
  });
  afterEach(() => device.stop());

  const guess = (name: string, password: string, address: string) =>
    device.ask('POST', '/api/session', { body: { name, password }, address });

  /** 100 guesses spread over a minute. */
  async function statuses(name: string, addressOf: (attempt: number) => string): Promise<readonly number[]> {
    const all: number[] = [];
    for (let attempt = 0; attempt < 100; attempt += 1) {
      all.push((await guess(name, `guess number ${attempt}`, addressOf(attempt))).status);
      device.clock.advance(600);
    }
    return all;
  }
  const count = (all: readonly number[], status: number) => all.filter((each) => each === status).length;

  it('C4: 100 wrong passwords in 60 s from one address give at least 90 × 429', async () => {
    const all = await statuses('admin', () => '10.0.0.1');
    expect(count(all, 429)).toBeGreaterThanOrEqual(90);
    expect(count(all, 401) + count(all, 429)).toBe(100);
  });

  it('C4: so do 100 from a hundred addresses, by the delay of the account', async () => {
    const all = await statuses('admin', (attempt) => `10.0.1.${attempt}`);
    expect(count(all, 429)).toBeGreaterThanOrEqual(90);
  });

  it('C4: the delay of the account survives a restart, and ends', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await guess('admin', 'wrong wrong wrong', `10.0.2.${attempt}`);
      device.clock.advance(10_000);
    }
    expect((await guess('admin', 'wrong wrong wrong', '10.0.3.0')).status).toBe(401);
    const before = await guess('admin', PASSWORD, '10.0.3.1');
    expect(before.status).toBe(429);
    expect(Number(before.headers['retry-after'])).toBeGreaterThan(1);
    device = await device.restart();
    expect((await guess('admin', PASSWORD, '10.0.3.1')).status).toBe(429);
    device.clock.advance(15 * 60_000);
    expect((await guess('admin', PASSWORD, '10.0.3.1')).status).toBe(200);
  });

  it('C4: a hundred guesses at the same moment are not all free', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, (_, n) => guess('admin', `guess ${n}`, `10.0.4.${n}`)));
    expect(
      count(
        all.map(({ status }) => status),
        401,
      ),
    ).toBeLessThanOrEqual(10);
  });

  it('C4: an unknown name gets the same answer, after the same work and the same delays', async () => {
    const known = await guess('admin', 'wrong wrong wrong', '10.0.5.1');
    const unknown = await guess('nobody', 'wrong wrong wrong', '10.0.5.2');
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    const all = await statuses('nobody', (attempt) => `10.0.6.${attempt}`);
    expect(count(all, 429)).toBeGreaterThanOrEqual(90);
    const work = async (name: string) => {
      const startMs = performance.now();
      for (let n = 0; n < 5; n += 1) await device.parts.accounts.verify(name, 'wrong wrong wrong');
      return performance.now() - startMs;
    };
    await work('nobody');
    const ratio = (await work('nobody')) / (await work('admin'));
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(3);
  });
});
