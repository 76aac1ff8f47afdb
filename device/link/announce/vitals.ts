// Readings of the machine for health: temperatures by sensor, and free disk. None is derived from people.
import { readdir, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';

const THERMAL_FOLDER = '/sys/class/thermal';
const MB = 1024 * 1024;

/** °C by sensor (`cpu-thermal` …), to one decimal; empty where there is none. */
export async function readTemperatures(folder: string = THERMAL_FOLDER): Promise<Readonly<Record<string, number>>> {
  const zones = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('thermal_zone'));
  const readings = await Promise.all(zones.map((zone) => readZone(join(folder, zone)).catch(() => null)));
  return Object.fromEntries(readings.filter((reading) => reading !== null));
}

async function readZone(path: string): Promise<readonly [string, number] | null> {
  const [type, milli] = await Promise.all([readFile(join(path, 'type'), 'utf8'), readFile(join(path, 'temp'), 'utf8')]);
  const celsius = Number(milli.trim()) / 1_000;
  return Number.isFinite(celsius) ? [type.trim(), Math.round(celsius * 10) / 10] : null;
}

/** Megabytes that we may still write below `path`; null where that can't be told. */
export async function readDiskFreeMb(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return Math.floor((bavail * bsize) / MB);
  } catch {
    return null;
  }
}
