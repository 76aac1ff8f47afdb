// What this device is made of, for its birth. Read once; nothing in it names a person or a place.
import { readFile } from 'node:fs/promises';
import { arch, cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Birth } from '../../../shared/messages.ts';

const MB = 1024 * 1024;

export async function readHardware(): Promise<Birth['hardware']> {
  // A board names itself in its device tree, NUL-terminated; a PC has none.
  const board = await readFile('/proc/device-tree/model', 'utf8').catch(() => '');
  const model = board.replaceAll('\0', '').trim() || (cpus()[0]?.model ?? 'unknown');
  return { model, arch: arch(), cores: Math.max(1, cpus().length), memoryMb: Math.round(totalmem() / MB) };
}

/** The version in our own package.json, from the sources as from `dist`. */
export async function readSoftware(): Promise<Birth['software']> {
  return { roomtone: await packageVersion(dirname(fileURLToPath(import.meta.url))), node: process.versions.node };
}

async function packageVersion(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  const manifest = text === null ? null : (JSON.parse(text) as { readonly name?: string; readonly version?: string });
  if (manifest?.name === 'roomtone') return manifest.version ?? 'unknown';
  return dirname(folder) === folder ? 'unknown' : packageVersion(dirname(folder));
}
