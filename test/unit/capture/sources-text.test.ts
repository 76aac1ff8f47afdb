import { expect, test } from 'vitest';
import { describe as inWords } from '../../../provisioning/sources.ts';

test('The list of sources says what to write, what it offers and why it cannot be used', () => {
  const text = inWords([
    {
      kind: 'camera',
      source: 'v4l2:/dev/v4l/by-id/usb-Cam',
      name: 'Cam',
      reason: 'it is in use by zoom (12)',
      formats: [{ format: 'MJPG', widthPx: 1280, heightPx: 720, rates: [30, 15] }],
    },
  ]);
  expect(text).toBe(
    "v4l2:/dev/v4l/by-id/usb-Cam\n  Cam (can't be used: it is in use by zoom (12))\n" +
      '  MJPG: 1280×720 at 30, 15 a second\nNo microphone found.',
  );
});
