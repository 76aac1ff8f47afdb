import { expect, test } from 'vitest';
import { causeOfEnd } from '../../../device/sense/capture/end-cause.ts';

const end = { isMissing: false, exitCode: 1, signal: null, lastWords: '' };

test.each([
  ['[video4linux2] Cannot open video device /dev/video0: Device or resource busy', 'busy'],
  ['/dev/video9: No such file or directory', 'absent'],
  ['[video4linux2] ioctl(VIDIOC_DQBUF): No such device', 'absent'],
  ['/dev/video0: Permission denied', 'permission'],
  ['[rtsp] method DESCRIBE failed: 401 Unauthorized', 'credentials'],
  ['[rtsp] method DESCRIBE failed: 404 Not Found', 'no-stream'],
  ['Connection to tcp://10.0.0.5:554 failed: Connection refused', 'unreachable'],
  ['ERROR: *** no cameras available ***', 'absent'],
  ['something else', 'crashed'],
])('S1: %j is the cause %s', (lastWords, cause) => {
  expect(causeOfEnd({ ...end, lastWords })).toBe(cause);
});

test('S1: an end without words is told by how the program ended', () => {
  expect(causeOfEnd({ ...end, exitCode: 0 })).toBe('ended');
  expect(causeOfEnd({ ...end, exitCode: null, signal: 'SIGSEGV' })).toBe('crashed');
  expect(causeOfEnd({ ...end, isMissing: true })).toBe('tool');
});
