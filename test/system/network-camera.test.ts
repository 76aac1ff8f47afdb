import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartedAppliance } from '../fixtures/appliance.ts';

const PASSWORD = 'w4lnut-hallway';

let folder: string;
let appliance: StartedAppliance;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-camera-'));
});
afterEach(async () => {
  await appliance.interrupt();
  await rm(folder, { recursive: true, force: true });
});

it('reads a network camera in a program of its own, and shows its password to nobody', async () => {
  const address = join(folder, 'address');
  await writeFile(address, `rtsp://admin:${PASSWORD}@127.0.0.1:9/room\n`, { mode: 0o600 });
  appliance = new StartedAppliance([
    '--state',
    join(folder, 'state'),
    '--source',
    `@${address}`,
    '--log-level',
    'trace',
  ]);
  const { pids } = await appliance.started();
  expect(Object.keys(pids).sort()).toEqual(['capture', 'console', 'link', 'sense']);
  await appliance.until(({ type, source }) => type === 'status' && source === 'idle');
  for (const pid of Object.values(pids)) {
    const seen = await Promise.all(['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')));
    expect(seen.join()).not.toContain(PASSWORD);
  }
  expect(JSON.stringify(appliance.lines)).not.toContain(PASSWORD);
});
