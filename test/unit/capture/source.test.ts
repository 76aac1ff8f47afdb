import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isLive, labelOf, parseSource } from '../../../device/sense/capture/source.ts';

const codeOf = (text: string) => {
  try {
    parseSource(text);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a source', () => {
  test('is told by its text', () => {
    expect(parseSource('demo', { demoFile: '/cache/demo.mp4' })).toEqual({ kind: 'demo', path: '/cache/demo.mp4' });
    expect(parseSource('/tmp/room.mp4')).toEqual({ kind: 'file', path: '/tmp/room.mp4' });
    expect(parseSource('v4l2:/dev/v4l/by-id/usb-Cam-video-index0').kind).toBe('v4l2');
    expect(parseSource('csi:rpicam')).toEqual({ kind: 'rpicam' });
    expect(parseSource('csi:jetson')).toEqual({ kind: 'jetson' });
    expect(parseSource('auto')).toEqual({ kind: 'auto' });
    expect(parseSource('rtsp://10.0.0.5/stream').kind).toBe('network');
    expect(parseSource('https://camera.example/live.m3u8').kind).toBe('network');
  });

  test('is live unless it is replayed', () => {
    expect(isLive(parseSource('/tmp/room.mp4'))).toBe(false);
    expect(isLive(parseSource('demo', { demoFile: 'demo.mp4' }))).toBe(false);
    for (const text of ['auto', 'v4l2:/dev/video0', 'csi:rpicam', 'rtsp://10.0.0.5/']) {
      expect(isLive(parseSource(text))).toBe(true);
    }
  });

  test.each([
    '',
    'v4l2:',
    'v4l2:-i',
    'v4l2:/etc/passwd',
    'v4l2:/dev/../etc/passwd',
    'csi:none',
    'ftp://host/x',
    'http://',
  ])('that is none is refused: %j', (text) => expect(codeOf(text)).toBe('USAGE'));

  test('demo needs its file', () => expect(codeOf('demo')).toBe('SOURCE_NOT_FOUND'));

  test('never shows the secrets of its address', () => {
    const source = parseSource('rtsp://admin:hunter2@10.0.0.5:554/live/hunter5?token=hunter3#hunter4');
    const shown = [labelOf(source), JSON.stringify(source), inspect(source, { depth: 9, showHidden: true })].join(' ');
    expect(shown).toContain('rtsp://10.0.0.5:554');
    expect(shown).not.toMatch(/hunter|admin|live/);
    expect(source.kind === 'network' && source.address.reveal()).toContain('admin:hunter2@');
  });

  test('that is refused does not repeat its secrets either', () => {
    expect(() => parseSource('ftp://admin:hunter2@host/')).toThrow(/^(?!.*hunter2)/);
  });
});
