import { execFile } from 'node:child_process';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIdentity } from '../../../device/runtime/identity-file.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { isOnSlip, prepareClaim, prepareSlip } from '../../../provisioning/claim.ts';
import { shownFingerprint } from '../../../provisioning/shown-fingerprint.ts';
import { CLAIM_FILE } from '../../../shared/console-api.ts';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type Bench, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';

const CLI = fileURLToPath(new URL('../../../provisioning/cli.ts', import.meta.url));
const command = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', CLI, 'label', ...args]).catch(
    (error: { readonly stderr: string; readonly stdout: string }) => error,
  );

describe('the label', () => {
  let bench: Bench;
  let code: string;
  beforeAll(async () => {
    bench = await startBench();
    await mkdir(bench.folders.state, { recursive: true });
    await writeIdentity(bench.folders.state, { v: 1, site: 'home', device: 'rt-0a1b2c3d4e' });
  });
  afterAll(() => bench.stop());

  it('is made by the command from the state folder, with the fingerprint that a browser is shown', async () => {
    const out = join(bench.folders.root, 'label.svg');
    const { stdout } = await command('--state', bench.folders.state, '--out', out, '--json');
    const shown = await shownFingerprint(bench.console.url);
    expect(JSON.parse(stdout)).toMatchObject({ device: 'rt-0a1b2c3d4e', fingerprint: shown, claimCode: null, out });
    expect(await readFile(out, 'utf8')).toContain(shown?.split(':').slice(28).join(':'));
    const refused = await command('--state', bench.folders.state, '--address', 'elsewhere.example');
    expect(refused.stderr).toContain("the certificate does not cover 'elsewhere.example'");
  });

  it('C1: a slip takes the place of the code that the start has shown, and holds through restarts', async () => {
    const out = join(bench.folders.root, 'slip.pdf');
    const { stdout } = await command('--state', bench.folders.state, '--claim', '--out', out, '--json');
    code = JSON.parse(stdout).claimCode;
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect((await readFile(out)).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await prepareClaim(bench.folders.state)).toBeNull();
    expect(await isOnSlip(bench.folders.state)).toBe(true);
    expect(await readFile(join(bench.folders.state, CLAIM_FILE), 'utf8')).not.toContain(code);
    const claim = (given: string | null) =>
      bench.admin.send('POST', '/api/setup/claim', { body: { code: given, password: PASSWORD } });
    expect((await claim(bench.console.claimCode)).json.code).toBe('CLAIM_CODE_WRONG');
    expect((await claim(code)).status).toBe(200);
  });

  it('C1: once the device is claimed there is no slip any more, and nothing of its code is left', async () => {
    expect(await prepareSlip(bench.folders.state, new CryptoRandom())).toBeNull();
    expect((await command('--state', bench.folders.state, '--claim')).stderr).toContain('ALREADY_CLAIMED');
    expect(await isOnSlip(bench.folders.state)).toBe(false);
    const stranger = new ApiClient(bench.console.url);
    const again = await stranger.send('POST', '/api/setup/claim', { body: { code, password: PASSWORD } });
    expect(again.json.code).toBe('ALREADY_CLAIMED');
  });

  it('C6: is printed by the console for an admin alone, as a PDF of its own size', async () => {
    const { status, headers } = await bench.admin.send('GET', '/api/label.pdf');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="label-rt-0a1b2c3d4e.pdf"',
    });
    expect((await new ApiClient(bench.console.url).send('GET', '/api/label.pdf')).status).toBe(401);
    const viewer = { name: 'vera', password: 'watching the room quietly' };
    await bench.admin.send('POST', '/api/users', { body: { ...viewer, role: 'viewer' } });
    const vera = new ApiClient(bench.console.url);
    await vera.send('POST', '/api/session', { body: viewer });
    expect((await vera.send('GET', '/api/label.pdf')).status).toBe(403);
  });
});
