// What this device is made of, for its birth. Read once; nothing in it names a person or a place.
import { readFile } from 'node:fs/promises';
import { arch, cpus, totalmem } from 'node:os';
import type { Birth } from '../../../shared/messages.ts';
import { projectVersion } from '../../runtime/project-folder.ts';

const MB = 1024 * 1024;

export async function readHardware(): Promise<Birth['hardware']> {
  // A board names itself in its device tree, NUL-terminated; a PC has none.
  const board = await readFile('/proc/device-tree/model', 'utf8').catch(() => '');
  const model = board.replaceAll('\0', '').trim() || (cpus()[0]?.model ?? 'unknown');
  return { model, arch: arch(), cores: Math.max(1, cpus().length), memoryMb: Math.round(totalmem() / MB) };
}

export function readSoftware(): Birth['software'] {
  return { roomtone: projectVersion(import.meta.url), node: process.versions.node };
}
