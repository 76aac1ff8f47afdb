import { describe, expect, it } from 'vitest';
import { windowSchema } from '../../../shared/window.ts';
import { until } from '../../integration/link/consumer.ts';
import { HandClock } from '../../integration/link/hand-clock.ts';
import { IDENTITY } from '../../integration/link/link-child.ts';
import { LinkInside } from '../../integration/link/link-inside.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { startRoom } from '../../integration/link/room.ts';
import { makeRelease } from '../../integration/link/sense-double.ts';

const owned = ownedThings();
const { device } = IDENTITY;

describe('a sense that is away', () => {
  it('is accounted for by a countless record for each whole window and stream, once, and by none when it is back', async () => {
    const { mosquitto, folders, sense, consumer } = await startRoom(owned);
    const clock = new HandClock();
    const link = owned(new LinkInside({ ...folders, broker: mosquitto.url, clock }), (inside) => inside.stop());
    await link.start();
    const pass = (isTrue: () => boolean, ms = 100) =>
      until(
        () => {
          clock.advance(ms);
          return isTrue();
        },
        () => `${consumer.windowCount} windows`,
        40_000,
        5,
      );
    sense.release(makeRelease({ device, seq: 0 }), makeRelease({ device, seq: 1, stream: 'presence' }));
    await pass(() => consumer.windowCount === 2, 10);
    await sense.stop();
    const fromMs = clock.wallMs();
    await pass(() => consumer.windowCount >= 10);
    await sense.start();
    const down = consumer.windows.slice(2).map((window) => windowSchema.parse(window));
    expect(down.every(({ boot, counts, suppressed }) => boot === 0 && counts === null && suppressed === 'down')).toBe(
      true,
    );
    expect(new Set(down.map(({ seq }) => seq)).size).toBe(down.length);
    const starts = [...new Set(down.map(({ window }) => Date.parse(window.start)))];
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(fromMs);
    expect(starts.map((start, index) => start - (starts[0] ?? 0) - index * 15_000)).toEqual(starts.map(() => 0));
    await pass(() => consumer.of('/birth').at(-1)?.['sense'] !== null);
    const count = consumer.windowCount;
    const endMs = clock.wallMs() + 120_000;
    await pass(() => clock.wallMs() > endMs);
    expect(consumer.windowCount).toBe(count);
  });
});
