// What stands between a source and its opening: the device must be there, `auto` must be decided, a V4L2 device must be
// asked for its modes. Asked anew before each opening, since a device may have been exchanged in between.
import { access } from 'node:fs/promises';
import type { DeviceMode, OpenableSource } from './capture-command.ts';
import { probeFile } from './check-source.ts';
import { parseSource, type Source } from './source.ts';
import type { Cause } from './source-life.ts';
import { listCameras, type SourceListOptions } from './source-list.ts';
import { askToolOrNull } from './tool.ts';
import { chooseMode, parseAbilities } from './v4l2-device.ts';

/** Every source but one whose child runs elsewhere. */
export type LocalSource = Exclude<Source, { readonly kind: 'socket' }>;

export type Opening =
  | { readonly obstacle: Cause }
  | {
      readonly obstacle: null;
      readonly source: OpenableSource;
      readonly mode: DeviceMode | undefined;
      /** Whether the source has sound; a network camera is believed to. */
      readonly hasSound: boolean;
    };

/** `attempt` counts openings since one succeeded: `auto` goes from one camera to the next until one gives pictures. */
export async function prepareOpening(
  source: LocalSource,
  attempt: number,
  options: SourceListOptions,
): Promise<Opening> {
  if (source.kind === 'auto') return prepareAuto(attempt, options);
  const path = source.kind === 'v4l2' ? source.device : 'path' in source ? source.path : undefined;
  if (path !== undefined && !(await isThere(path))) return { obstacle: 'absent' };
  const mode = source.kind === 'v4l2' ? await modeOf(source.device, options) : undefined;
  return { obstacle: null, source, mode, hasSound: await hasSound(source, options) };
}

async function prepareAuto(attempt: number, options: SourceListOptions): Promise<Opening> {
  const usable = (await listCameras(options)).filter(({ reason }) => reason === null);
  const chosen = usable[attempt % Math.max(1, usable.length)];
  if (chosen === undefined) return { obstacle: 'absent' };
  return prepareOpening(parseSource(chosen.source) as LocalSource, attempt, options);
}

/** Undefined, which leaves the choice to ffmpeg, where v4l2-ctl is missing or says nothing. */
async function modeOf(device: string, options: SourceListOptions): Promise<DeviceMode | undefined> {
  const text = await askToolOrNull('v4l2-ctl', ['-d', device, '--info', '--list-formats-ext'], options);
  return chooseMode(parseAbilities(text ?? '')) ?? undefined;
}

async function hasSound(source: OpenableSource, options: SourceListOptions): Promise<boolean> {
  if (!('path' in source)) return source.kind === 'network';
  return probeFile(source.path, options).then(
    (content) => content.hasSound,
    () => false,
  );
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
