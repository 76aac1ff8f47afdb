import { describe, expect, test } from 'vitest';
import { chooseMode, parseAbilities } from '../../../device/sense/capture/v4l2-device.ts';
import { CODEC, LOOPBACK, METADATA, OLD_WEBCAM, SENSOR, WEBCAM } from '../../fixtures/capture/v4l2-answers.ts';

describe('a V4L2 node', () => {
  test('is a camera when its own capabilities say so, whatever its siblings can do', () => {
    expect(parseAbilities(WEBCAM)).toMatchObject({
      name: 'HD Pro Webcam C920',
      canCapture: true,
      isMultiplanar: false,
    });
    expect(parseAbilities(METADATA).canCapture).toBe(false);
    expect(parseAbilities(CODEC).canCapture).toBe(false);
    expect(parseAbilities('').canCapture).toBe(false);
  });

  test('tells its formats, sizes and rates', () => {
    const { formats } = parseAbilities(WEBCAM);
    expect(formats).toHaveLength(4);
    expect(formats[2]).toEqual({ fourcc: 'MJPG', widthPx: 1280, heightPx: 720, rates: [30, 15, 5] });
    expect(parseAbilities(LOOPBACK).formats[0]).toEqual({ fourcc: 'YU12', widthPx: 1280, heightPx: 720, rates: [60] });
  });

  test('is opened in the largest mode up to 720p that is fast enough, at no higher rate than needed', () => {
    expect(chooseMode(parseAbilities(WEBCAM))).toEqual({ format: 'mjpeg', widthPx: 1280, heightPx: 720, fps: 15 });
    expect(chooseMode(parseAbilities(OLD_WEBCAM))).toEqual({ format: 'yuyv422', widthPx: 640, heightPx: 480, fps: 30 });
    expect(chooseMode(parseAbilities(LOOPBACK))).toMatchObject({ format: 'yuv420p', fps: 60 });
  });

  test('that gives raw sensor data has no mode', () => expect(chooseMode(parseAbilities(SENSOR))).toBeNull());
});
