// The sources of this machine: cameras that can capture and microphones, each by a name that survives a reboot, with
// what it offers and, in plain words, why it can't be used if it can't. Nothing is opened for capture here.
import { constants } from 'node:fs';
import { access, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedSource } from '../../../shared/source-list.ts';
import { askToolOrNull, type ToolPorts } from './tool.ts';
import { chooseMode, type DeviceAbilities, parseAbilities } from './v4l2-device.ts';

export interface SourceListOptions extends ToolPorts {
  /** Default `/dev`, `/proc`. */
  readonly devFolder?: string;
  readonly procFolder?: string;
}

/** Cameras first, in the order that `auto` tries them. */
export async function listSources(options: SourceListOptions = {}): Promise<readonly ListedSource[]> {
  return [...(await listCameras(options)), ...(await listMicrophones(options))];
}

export async function listCameras(options: SourceListOptions = {}): Promise<readonly ListedSource[]> {
  return [...(await listV4l2(options)), ...(await listRpicam(options)), ...(await listJetson(options))];
}

async function listV4l2(options: SourceListOptions): Promise<readonly ListedSource[]> {
  const listed: ListedSource[] = [];
  for (const path of await stablePaths(options)) {
    const text = await askToolOrNull('v4l2-ctl', ['-d', path, '--info', '--list-formats-ext'], options);
    const abilities = text === null ? null : parseAbilities(text);
    if (abilities !== null && text !== '' && !abilities.canCapture) continue;
    const reason = await reasonAgainst(path, abilities, options);
    listed.push({
      kind: 'camera',
      source: `v4l2:${path}`,
      name: abilities?.name || path,
      reason,
      formats: (abilities?.formats ?? []).map(({ fourcc, rates, ...size }) => ({
        format: fourcc,
        ...size,
        rates: [...rates],
      })),
    });
  }
  return listed;
}

/** One path a node: by-id, else by-path, else the node itself, whose number may change at each boot. */
async function stablePaths({ devFolder = '/dev' }: SourceListOptions): Promise<readonly string[]> {
  const pathByNode = new Map<string, string>();
  for (const folder of [join(devFolder, 'v4l/by-id'), join(devFolder, 'v4l/by-path'), devFolder]) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      if (folder === devFolder && !/^video\d+$/.test(name)) continue;
      const node = await realpath(join(folder, name)).catch(() => undefined);
      if (node !== undefined && !pathByNode.has(node)) pathByNode.set(node, join(folder, name));
    }
  }
  return [...pathByNode.values()];
}

async function reasonAgainst(path: string, abilities: DeviceAbilities | null, options: SourceListOptions) {
  const mayOpen = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!mayOpen) return 'this user may not open it: add the user to the group `video`';
  if (abilities === null) return 'v4l2-ctl is not installed: apt-get install v4l-utils';
  if (abilities.name === '') return 'the device does not answer';
  if (abilities.isMultiplanar) return 'it speaks the multi-planar interface only, which ffmpeg does not';
  if (chooseMode(abilities) === null) return 'it gives raw sensor data only: use csi:rpicam or csi:jetson';
  const holder = await holderOf(path, options);
  return holder === null ? null : `it is in use by ${holder}`;
}

/** Name of a program that has the node open, as far as this user may see. */
async function holderOf(path: string, { procFolder = '/proc' }: SourceListOptions): Promise<string | null> {
  const node = await realpath(path).catch(() => path);
  for (const pid of await readdir(procFolder).catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const folder = join(procFolder, pid, 'fd');
    for (const fd of await readdir(folder).catch(() => [])) {
      if ((await readlink(join(folder, fd)).catch(() => '')) === node) return programOf(procFolder, pid);
    }
  }
  return null;
}

async function programOf(procFolder: string, pid: string): Promise<string> {
  const program = await readlink(join(procFolder, pid, 'exe')).catch(() => 'another program');
  return `${program.split('/').at(-1)} (${pid})`;
}

/** `0 : imx708 [4608x2592 10-bit RGGB] (/base/…)`, one line a camera. */
async function listRpicam(options: SourceListOptions): Promise<readonly ListedSource[]> {
  const text = await askToolOrNull('rpicam-hello', ['--list-cameras'], options);
  const cameras = [...(text ?? '').matchAll(/^\s*\d+ : (\S+) \[(\d+)x(\d+)/gm)];
  return cameras.slice(0, 1).map(([, name, width, height]) => ({
    kind: 'camera',
    source: 'csi:rpicam',
    name: `Raspberry Pi camera ${name}`,
    reason: null,
    formats: [{ format: 'sensor', widthPx: Number(width), heightPx: Number(height), rates: [] }],
  }));
}

/** The plug-in is there on a Jetson alone; whether a sensor is, only opening it tells. */
async function listJetson(options: SourceListOptions): Promise<readonly ListedSource[]> {
  const text = await askToolOrNull('gst-inspect-1.0', ['nvarguscamerasrc'], options);
  if (text === null || !text.includes('nvarguscamerasrc')) return [];
  return [{ kind: 'camera', source: 'csi:jetson', name: 'Jetson camera port', reason: null, formats: [] }];
}

/** `card 1: C920 [HD Pro Webcam C920], device 0: USB Audio [USB Audio]`: the word after the number is stable. */
export async function listMicrophones(options: SourceListOptions = {}): Promise<readonly ListedSource[]> {
  const text = await askToolOrNull('arecord', ['-l'], options);
  const devices = [...(text ?? '').matchAll(/^card \d+: (\S+) \[(.*?)\], device (\d+): .* \[(.*?)\]/gm)];
  return devices.map(([, card, cardName, device, deviceName]) => ({
    kind: 'microphone',
    source: `alsa:plughw:CARD=${card},DEV=${device}`,
    name: `${cardName}, ${deviceName}`,
    reason: null,
    formats: [],
  }));
}
