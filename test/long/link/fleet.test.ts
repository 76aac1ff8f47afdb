import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FleetGate } from '../../../device/link/simulate/fleet-gate.ts';
import { LocalMosquitto } from '../../../device/link/simulate/local-mosquitto.ts';
import { simulate } from '../../../device/link/simulate/simulation.ts';
import { freePort } from '../../integration/link/mosquitto.ts';

describe('a fleet of 2,000 devices', () => {
  it('L3: reconnects over 60 seconds and more after its broker was restarted, and loses no window', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-fleet-'));
    try {
      const port = await freePort();
      const mosquitto = new LocalMosquitto(folder, port);
      const gate = new FleetGate(await freePort(), port);
      const report = await simulate({ devices: 2_000, folder, mosquitto, gate, outageMs: 5_000, say: () => {} });
      expect(report).toMatchObject({ devices: 2_000, windows: 6_000, lost: 0, duplicates: 0, dropped: 0 });
      expect(report.reconnectSpreadSeconds).toBeGreaterThanOrEqual(60);
      // 2,000 over 90 s are 22 a second; those that tried too early come a little later.
      expect(report.reconnectsPerSecondMax).toBeLessThan(120);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
