import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeAt, stepAt } from '../../../console/accounts/totp.ts';
import { prepareClaim } from '../../../provisioning/claim.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('the second factor', () => {
  let device: InjectedConsole;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
  });
  afterEach(() => device.stop());

  const ask = (method: string, body: unknown) =>
    device.ask(method, '/api/second-factor', { cookie: admin, body, address: '10.30.0.1' });
  const fresh = () => device.clock.advance(30_000);
  const signIn = (code?: string, address = '10.30.1.1') =>
    device.ask('POST', '/api/session', {
      body: { name: 'admin', password: PASSWORD, ...(code === undefined ? {} : { code }) },
      address,
    });

  /** Sets it up. @returns what shows codes, and the recovery codes */
  async function enable() {
    const offer = (await ask('POST', { password: PASSWORD })).json;
    const secret = bytesOf(offer.secret);
    const code = () => codeAt(secret, stepAt(device.clock.wallMs()));
    const { recoveryCodes } = (await ask('PUT', { code: code() })).json;
    return { code, recoveryCodes: recoveryCodes as string[], offer };
  }

  it('C16: is off at first, needs the password to be set up, and counts for nothing until a code was right', async () => {
    expect((await device.ask('GET', '/api/second-factor', { cookie: admin })).json).toEqual({
      enabled: false,
      recoveryCodesLeft: 0,
    });
    expect((await ask('POST', { password: 'wrong wrong wrong' })).status).toBe(401);
    expect((await ask('PUT', { code: '123456' })).json.code).toBe('CODE_WRONG');
    await ask('POST', { password: PASSWORD });
    expect((await ask('PUT', { code: '000000' })).json.code).toBe('CODE_WRONG');
    expect((await signIn()).status).toBe(200);
  });

  it('C16: asks for a code after the right password alone, and takes each code once', async () => {
    const { code } = await enable();
    fresh();
    expect((await signIn()).json.code).toBe('CODE_NEEDED');
    const wrong = await device.ask('POST', '/api/session', {
      body: { name: 'admin', password: 'wrong wrong wrong', code: code() },
      address: '10.30.1.2',
    });
    expect(wrong.json.code).toBe('SIGN_IN_WRONG');
    expect((await signIn('000000')).json.code).toBe('CODE_WRONG');
    const right = code();
    expect((await signIn(right, '10.30.1.3')).status).toBe(200);
    expect((await signIn(right, '10.30.1.4')).json.code).toBe('CODE_WRONG');
  });

  it('C16: of two sign-ins with the same code at the same moment one wins', async () => {
    const { code } = await enable();
    fresh();
    const right = code();
    const answers = await Promise.all([signIn(right, '10.30.2.1'), signIn(right, '10.30.2.2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('C16: who has the password cannot try codes at leisure', async () => {
    await enable();
    const all: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      all.push((await signIn(String(100_000 + n), `10.30.3.${n}`)).status);
      device.clock.advance(1_000);
    }
    expect(all.filter((status) => status === 429).length).toBeGreaterThan(38);
  });

  it('C16: a recovery code signs in once', async () => {
    const { recoveryCodes } = await enable();
    expect(recoveryCodes).toHaveLength(8);
    const [first = ''] = recoveryCodes;
    expect((await signIn(first.toLowerCase(), '10.30.4.1')).status).toBe(200);
    expect((await signIn(first, '10.30.4.2')).json.code).toBe('CODE_WRONG');
    expect((await device.ask('GET', '/api/second-factor', { cookie: admin })).json).toEqual({
      enabled: true,
      recoveryCodesLeft: 7,
    });
  });

  it('C16: the secret is sealed, recovery codes are digests, the files are their owner’s alone', async () => {
    const { offer, recoveryCodes } = await enable();
    const path = join(device.folders.state, 'console', 'second-factor.json');
    const stored = await readFile(path, 'utf8');
    const secret = bytesOf(offer.secret);
    for (const shape of [offer.secret, secret.toString('hex'), secret.toString('base64'), ...recoveryCodes]) {
      expect(stored).not.toContain(shape);
      expect(stored).not.toContain(shape.replaceAll('-', ''));
    }
    for (const name of ['second-factor.json', 'seal-key']) {
      expect(((await stat(join(device.folders.state, 'console', name))).mode & 0o777).toString(8)).toBe('600');
    }
  });

  it('C16: outlives a restart, is switched off by password and code together, and is audited', async () => {
    const { code } = await enable();
    device = await device.restart();
    fresh();
    expect((await ask('DELETE', { password: PASSWORD, code: '000000' })).json.code).toBe('CODE_WRONG');
    expect((await ask('DELETE', { password: 'wrong wrong wrong', code: code() })).status).toBe(401);
    expect((await ask('DELETE', { password: PASSWORD, code: code() })).status).toBe(200);
    expect((await signIn()).status).toBe(200);
    const { entries } = (await device.ask('GET', '/api/audit', { cookie: admin })).json;
    const acts = entries.map((each: { action: string }) => each.action);
    for (const act of ['second-factor-on', 'second-factor-off', 'code-refused']) expect(acts).toContain(act);
  });

  it('C16: who has lost password and authenticator recovers by the physical act of C1', async () => {
    await enable();
    const recoveryFile = join(device.folders.root, 'roomtone-recover');
    await writeFile(recoveryFile, '');
    await prepareClaim(device.folders.state, device.parts.random, recoveryFile);
    device = await device.restart();
    await device.claim();
    expect((await signIn()).status).toBe(200);
  });
});

/** What an authenticator does with the text. */
function bytesOf(base32: string): Buffer {
  const bits = [...base32]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
