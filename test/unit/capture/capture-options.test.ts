import { expect, test } from 'vitest';
import { parseCaptureOptions } from '../../../device/capture/options.ts';

test('the capture program takes a socket, a file with the address, and how much to log', () => {
  const places = ['--socket', '/run/x', '--address-file', '/etc/x'];
  expect(parseCaptureOptions(places)).toEqual({ socketPath: '/run/x', addressFile: '/etc/x', logLevel: 'info' });
  expect(parseCaptureOptions([...places, '--log-level', 'error']).logLevel).toBe('error');
});

test.each([
  [[]],
  [['--socket', '/run/x']],
  [['--socket', '/run/x', '--address-file', '/etc/x', '--log-level', 'loud']],
  [['--socket', '/run/x', '--address-file', '/etc/x', '--address', 'rtsp://anna:hunter2@host/']],
])('the capture program refuses %j', (args) => {
  expect(() => parseCaptureOptions(args)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  expect(() => parseCaptureOptions(args)).toThrow(/^(?!.*hunter2)/);
});
