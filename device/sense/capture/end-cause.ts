// Why a capture child ended, out of its exit and its last words. The words are matched, never passed on.
import type { ChildEnd } from './capture-child.ts';
import type { Cause } from './source-life.ts';

/** First match wins. Messages of ffmpeg, libcamera and GStreamer, in the C locale. */
const WORDS: readonly (readonly [RegExp, Cause])[] = [
  [/0:a:0' matches no streams/i, 'no-sound'],
  [
    /device or resource busy|resource is busy|already in use|failed to acquire camera|failed to create capturesession/i,
    'busy',
  ],
  [/permission denied|operation not permitted/i, 'permission'],
  [/401 unauthorized|403 forbidden|authorization failed/i, 'credentials'],
  [/404 not found|method describe failed: 404|stream specifier|matches no streams/i, 'no-stream'],
  [/connection refused|timed out|no route to host|network is unreachable|name or service not known/i, 'unreachable'],
  [/failed to resolve hostname|temporary failure in name resolution|connection reset/i, 'unreachable'],
  [/no such file or directory|no such device|no cameras available|cannot find|inappropriate ioctl/i, 'absent'],
];

export function causeOfEnd({ isMissing, exitCode, signal, lastWords }: ChildEnd): Cause {
  if (isMissing) return 'tool';
  const known = WORDS.find(([pattern]) => pattern.test(lastWords));
  if (known !== undefined) return known[1];
  return exitCode === 0 && signal === null ? 'ended' : 'crashed';
}
