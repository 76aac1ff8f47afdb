// A fleet in one process: it connects, loses its broker at one instant and comes back, and every window is accounted for.
import { setTimeout as delay } from 'node:timers/promises';
import { SystemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { CryptoRandom } from '../../runtime/random.ts';
import { spreadOf } from '../spread.ts';
import type { FleetGate } from './fleet-gate.ts';
import { FleetWitness } from './fleet-witness.ts';
import type { LocalMosquitto } from './local-mosquitto.ts';
import { SimulatedDevice } from './simulated-device.ts';

export interface SimulationOptions {
  readonly devices: number;
  readonly folder: string;
  readonly mosquitto: LocalMosquitto;
  /** Stands before `mosquitto`. */
  readonly gate: FleetGate;
  /** How long the broker is away. */
  readonly outageMs: number;
  readonly say: (line: string) => void;
}

export interface SimulationReport {
  readonly devices: number;
  readonly windows: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly dropped: number;
  /** From the first to the last device that said `online` after the broker was back. */
  readonly reconnectSpreadSeconds: number;
  /** Most devices that said `online` within one second. */
  readonly reconnectsPerSecondMax: number;
  readonly rssMb: number;
}

const MB = 1024 * 1024;
const PATIENCE_MS = 600_000;
const SETTLE_MS = 3_000;
/** A name as a broker elsewhere would have: the spread of a real fleet, not that of a single device on loopback. */
const FLEET_BROKER = 'mqtts://broker.example:8883';

export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { mosquitto, gate, outageMs, say } = options;
  await mosquitto.start();
  const witness = await FleetWitness.open(mosquitto.url);
  const fleet = makeFleet(options);
  try {
    await gate.open();
    for (const device of fleet) await device.start();
    say(`${fleet.length} devices started`);
    await until(() => witness.onlineMs.length === fleet.length);
    say('all online; one window each');
    await releaseAll(fleet);
    await until(() => witness.windows === fleet.length);
    await Promise.all([gate.close(), mosquitto.kill()]);
    say(`broker killed; one window each while it is away for ${outageMs / 1_000} s`);
    await releaseAll(fleet);
    await delay(outageMs);
    witness.forgetOnline();
    await mosquitto.start();
    await until(() => witness.listening);
    await gate.open();
    await until(() => witness.onlineMs.length === fleet.length && fleet.every(({ waiting }) => waiting === 0));
    await releaseAll(fleet);
    await until(() => fleet.every(({ waiting }) => waiting === 0));
    // What the broker has taken may still be on its way to the witness.
    await delay(SETTLE_MS);
    return reportOf(fleet, witness);
  } finally {
    await Promise.all(fleet.map((device) => device.stop()));
    await witness.close();
    await gate.close();
    await mosquitto.kill();
  }
}

function makeFleet({ devices, folder, gate }: SimulationOptions): readonly SimulatedDevice[] {
  const log = createLog('simulate', 'silent');
  const clock = new SystemClock();
  const random = new CryptoRandom();
  const spread = spreadOf(FLEET_BROKER);
  return Array.from({ length: devices }, (_, index) => {
    const identity = { v: 1, site: 'simulated', device: `room-${index}` } as const;
    return new SimulatedDevice({ identity, folder, brokerUrl: gate.url, spread, clock, random, log });
  });
}

async function releaseAll(fleet: readonly SimulatedDevice[]): Promise<void> {
  for (const device of fleet) await device.release();
}

/** One at rest, one while the broker is away, one after it. */
const RELEASES = 3;

function reportOf(fleet: readonly SimulatedDevice[], witness: FleetWitness): SimulationReport {
  const times = witness.onlineMs;
  const perSecond = new Map<number, number>();
  for (const ms of times) perSecond.set(Math.floor(ms / 1_000), (perSecond.get(Math.floor(ms / 1_000)) ?? 0) + 1);
  return {
    devices: fleet.length,
    windows: witness.windows,
    lost: fleet.length * RELEASES - witness.windows,
    duplicates: witness.duplicates,
    dropped: fleet.reduce((sum, { dropped }) => sum + dropped, 0),
    reconnectSpreadSeconds: Math.round(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000),
    reconnectsPerSecondMax: Math.max(0, ...perSecond.values()),
    rssMb: Math.round(process.memoryUsage.rss() / MB),
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error('the simulation does not come to its end');
    await delay(50);
  }
}
