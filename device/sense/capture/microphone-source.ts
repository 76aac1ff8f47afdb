// Where sound comes from: an ALSA device, the sound of the watched source, a file, or nowhere.
import { resolve } from 'node:path';
import { RoomtoneError } from '../../../shared/errors.ts';
import { type CaptureCommand, soundOutput } from './capture-command.ts';

export type MicrophoneSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'source' }
  | { readonly kind: 'alsa'; readonly device: string }
  | { readonly kind: 'file'; readonly path: string };

/**
 * `none`, `source`, `alsa` (the default device), `alsa:DEVICE`, or a file.
 * @throws RoomtoneError `USAGE`
 */
export function parseMicrophone(text: string): MicrophoneSource {
  if (text === 'none' || text === 'source') return { kind: text };
  if (text === 'alsa') return { kind: 'alsa', device: 'default' };
  if (text.startsWith('alsa:')) return { kind: 'alsa', device: alsaDevice(text.slice('alsa:'.length)) };
  if (text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text)) {
    throw new RoomtoneError('USAGE', `'${text}' is no microphone`, 'Give none, source, alsa:DEVICE or a file.');
  }
  return { kind: 'file', path: resolve(text) };
}

function alsaDevice(device: string): string {
  if (/^[A-Za-z][\w:=,.-]{0,100}$/.test(device)) return device;
  throw new RoomtoneError(
    'USAGE',
    'the ALSA device has a strange name',
    '`roomtone sources` lists those that there are.',
  );
}

/** Signed 16 bit, 16 kHz, mono on standard output; null where no child is needed. */
export function microphoneCommand(source: MicrophoneSource): CaptureCommand | null {
  switch (source.kind) {
    case 'none':
    case 'source':
      return null;
    case 'alsa':
      return { program: 'arecord', args: arecordArgs(source.device) };
    case 'file':
      return { program: 'ffmpeg', args: fileArgs(source.path) };
    default:
      return source satisfies never;
  }
}

/** Periods of 32 ms in a buffer of half a second: an overrun is rare, and told on standard error when it comes. */
const arecordArgs = (device: string) => [
  ...['-q', '-D', device, '-f', 'S16_LE', '-r', '16000', '-c', '1', '-t', 'raw'],
  ...['--period-time=32000', '--buffer-time=512000', '-'],
];

const fileArgs = (path: string) => [
  ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file', '-re', '-stream_loop', '-1'],
  ...['-i', `file:${path}`, ...soundOutput('pipe:1')],
];
