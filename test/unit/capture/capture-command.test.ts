import { describe, expect, test } from 'vitest';
import { captureCommand, concatScript, PICTURE_MAX } from '../../../device/sense/capture/capture-command.ts';
import { NetworkAddress } from '../../../device/sense/capture/network-address.ts';

const request = { ...PICTURE_MAX, fps: 10 };
const line = (command: { readonly args: readonly string[] }) => command.args.join(' ');

describe('the command of a source', () => {
  test('opens a V4L2 device in its mode', () => {
    const mode = { format: 'mjpeg', widthPx: 1280, heightPx: 720, fps: 15 };
    const command = captureCommand({ kind: 'v4l2', device: '/dev/v4l/by-id/usb-Cam' }, request, mode);
    expect(line(command)).toContain(
      '-f v4l2 -input_format mjpeg -video_size 1280x720 -framerate 15 -i /dev/v4l/by-id/usb-Cam',
    );
  });

  test('lets a file reach nothing but files', () => {
    const command = captureCommand({ kind: 'file', path: '/tmp/-i http:.mp4' }, request);
    expect(command.args).toContain('file:/tmp/-i http:.mp4');
    expect(line(command)).toContain('-protocol_whitelist file -re');
  });

  test('lets a network camera reach no file', () => {
    const address = NetworkAddress.parse('http://camera/live.m3u8');
    const { args } = captureCommand({ kind: 'network', address }, request);
    const protocols = args[args.indexOf('-protocol_whitelist') + 1]?.split(',');
    expect(protocols).not.toContain('file');
    expect(protocols).not.toContain('concat');
  });

  test('gives the address of a network camera on standard input alone', () => {
    const address = NetworkAddress.parse("rtsp://anna:hunter2@camera/it's");
    const command = captureCommand({ kind: 'network', address }, request);
    expect(line(command)).not.toMatch(/camera|hunter2/);
    expect(command.input).toBe(concatScript(address));
    expect(command.input).toContain("file 'rtsp://anna:hunter2@camera/it'\\''s'\n");
    expect(command.input).toContain('option rtsp_transport tcp\n');
  });

  test('can add no line to that script, however the address is written', () => {
    const address = NetworkAddress.parse('http://camera/a\nfile b');
    expect(
      concatScript(address)
        .split('\n')
        .filter((it) => it.startsWith('file')),
    ).toHaveLength(1);
  });
});
