import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FPS_DEFAULT } from '../../../device/sense/capture/camera.ts';
import type { Box } from '../../../device/sense/frame.ts';
import { countAlarms, type Footage, rateOf, type Sight, unclaimed } from '../../../models/evaluate/alarms/count.ts';
import { readAlarmOptions } from '../../../models/evaluate/alarms/options.ts';
import { rateText, tableOf } from '../../../models/evaluate/alarms/table.ts';
import { FPS, stillVideo } from '../../../models/evaluate/alarms/watch.ts';
import { isRoomtoneError } from '../../../shared/errors.ts';
import { squareAt } from '../vision/faces.ts';

const FACE = squareAt(100, 100, 60);
const FAR = squareAt(400, 100, 60);
const MOUTH = squareAt(120, 130, 20);

const seenAt = (...boxes: readonly Box[]) => boxes.map((box) => ({ box }));
const tracksAt = (...boxes: readonly Box[]) => boxes.map((box, id) => ({ id, box }));
const sight = (part: Partial<Sight>): Sight => ({ faces: [FACE], detections: [], inView: [], ...part });
const footage = (...sights: readonly Sight[]): Footage => ({ sights, seconds: 10, countingSeconds: 8 });

describe('what no face claims', () => {
  test('lies elsewhere, or is a part of a face alone', () => {
    const [onFace, far, mouth] = seenAt(FACE, FAR, MOUTH);
    const seen = [onFace, far, mouth].filter((one) => one !== undefined);
    expect(unclaimed(seen, [FACE])).toEqual([far, mouth]);
    expect(unclaimed(seen, [])).toEqual(seen);
  });

  test('is not a box that lies on half of a face, or is twice as large', () => {
    const loose = seenAt(squareAt(120, 100, 60));
    const large = seenAt(squareAt(87, 87, 86));
    expect(unclaimed(loose, [FACE])).toEqual([]);
    expect(unclaimed(large, [FACE])).toEqual([]);
  });

  test('is the worse of two on one face, whichever comes first', () => {
    const [good, poor] = [{ box: squareAt(102, 100, 60) }, { box: squareAt(125, 100, 60) }];
    expect(unclaimed([good, poor], [FACE])).toEqual([poor]);
    expect(unclaimed([poor, good], [FACE])).toEqual([poor]);
  });

  test('is never less than the boxes beyond the number of faces', () => {
    const box = fc.record({
      x: fc.nat(300),
      y: fc.nat(300),
      width: fc.integer({ min: 1, max: 99 }),
      height: fc.constant(60),
    });
    fc.assert(
      fc.property(fc.array(box), fc.array(box), (boxes, faces) => {
        const left = unclaimed(seenAt(...boxes), faces).length;
        expect(left).toBeGreaterThanOrEqual(boxes.length - faces.length);
        expect(left).toBeLessThanOrEqual(boxes.length);
      }),
    );
  });
});

describe('false alarms', () => {
  test('are told an hour of the video that they rest on', () => {
    const alarm = sight({ detections: seenAt(FACE, FAR), inView: tracksAt(FACE, FAR) });
    const figures = countAlarms([footage(alarm, alarm), footage(sight({ detections: seenAt(FACE) }), sight({}))]);
    expect(figures).toEqual({
      videos: 2,
      detections: { count: 2, seconds: 20, perHour: 360, perHourAtMost: null },
      tracks: { count: 1, seconds: 16, perHour: 225, perHourAtMost: null },
      videosMistaken: 1,
      found: 0.75,
    });
  });

  test('a track that lies on a face most of the time is nobody else', () => {
    const [on, off] = [sight({ inView: tracksAt(FACE) }), sight({ inView: tracksAt(FAR) })];
    expect(countAlarms([footage(on, on, off)]).tracks.count).toBe(0);
    expect(countAlarms([footage(on, off, off)]).tracks.count).toBe(1);
  });

  test('tracks of two videos are two, though their numbers are the same', () => {
    const video = footage(sight({ faces: [], inView: tracksAt(FAR) }));
    expect(countAlarms([video, video])).toMatchObject({ tracks: { count: 2 }, videosMistaken: 2, found: null });
  });

  test('none are told with the bound of the rule of three, and nothing without video', () => {
    expect(rateOf(0, 36)).toEqual({ count: 0, seconds: 36, perHour: 0, perHourAtMost: 300 });
    expect(rateOf(0, 0)).toEqual({ count: 0, seconds: 0, perHour: null, perHourAtMost: null });
    expect([rateOf(0, 33), rateOf(3, 900), rateOf(0, 0)].map(rateText)).toEqual([
      'none in 33 s, < 328',
      '12 (3)',
      'no video',
    ]);
  });

  test('make a line of a table for each kind of video', () => {
    const table = tableOf([{ what: 'clips', figures: countAlarms([footage(sight({ detections: seenAt(FACE) }))]) }]);
    expect(table.split('\n').at(-1)).toBe(
      '| clips | 1 | 100.0 % | 10 | none in 10 s, < 1080 | 8 | none in 8 s, < 1350 | 0 |',
    );
  });
});

test('a video has as many frames a second as the device takes of a camera', () => {
  expect(FPS).toBe(FPS_DEFAULT);
  const picture = { pixels: new Uint8Array(3), widthPx: 1, heightPx: 1 };
  expect(
    stillVideo(picture, [], 2)
      .frames.map(({ capturedAtMs }) => capturedAtMs)
      .slice(-2),
  ).toEqual([1_800, 1_900]);
});

describe('the options', () => {
  const read = (...args: string[]) => readAlarmOptions(args, '/here');

  test('help counts nothing; paths are taken from where the command was given', () => {
    expect(read('--help')).toBeNull();
    expect(read('--clips', 'grid')).toMatchObject({
      clips: '/here/grid',
      faces: null,
      scenes: 60,
      seconds: 10,
      seed: 1,
    });
  });

  test.each([
    [[], '--faces or --clips is missing'],
    [['--clips', 'x', '--seed', '0'], "--seed is a whole number from 1, not '0'"],
    [['--clip', 'x'], "Unknown option '--clip'"],
  ])('%j is refused', (args, message) => {
    expect(() => read(...args)).toThrow(message);
    try {
      read(...args);
    } catch (error) {
      expect(isRoomtoneError(error) && [error.code, error.hint.includes('detector-alarms')]).toEqual(['USAGE', true]);
    }
  });
});
