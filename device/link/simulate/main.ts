// `npm run simulate -- --devices 2000`: how a fleet behaves when its broker goes and comes back. Prints one JSON object.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { FleetGate } from './fleet-gate.ts';
import { LocalMosquitto } from './local-mosquitto.ts';
import { simulate } from './simulation.ts';

const optionsSchema = z.strictObject({
  devices: z.coerce.number().int().min(1).max(5_000).default(2_000),
  port: z.coerce.number().int().min(1_024).max(65_535).default(18_830),
  'outage-seconds': z.coerce.number().int().min(1).max(3_600).default(5),
});

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { devices: option, port: option, 'outage-seconds': option } });
const { devices, port, 'outage-seconds': outageSeconds } = optionsSchema.parse({ ...values });
const folder = await mkdtemp(join(tmpdir(), 'roomtone-simulate-'));
try {
  const mosquitto = new LocalMosquitto(folder, port);
  const gate = new FleetGate(port + 1, port);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const report = await simulate({ devices, folder, mosquitto, gate, outageMs: outageSeconds * 1_000, say });
  process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
