// What a day of standard operation costs an SD card, in compressed time, with the real files of link.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { until } from '../../integration/link/consumer.ts';
import { HandClock } from '../../integration/link/hand-clock.ts';
import { IDENTITY } from '../../integration/link/link-child.ts';
import { LinkInside } from '../../integration/link/link-inside.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { startRoom } from '../../integration/link/room.ts';
import { makeRelease } from '../../integration/link/sense-double.ts';

const owned = ownedThings();
const MB = 1024 * 1024;
const STREAMS = ['mood', 'presence', 'voice'] as const;
const QUARTERS = 96;
const QUARTER_MS = 15 * 60_000;
/** An SD card and its file system write whole blocks: the page for each call, and metadata beside it. */
const BLOCK_BYTES = 4_096;

/** Bytes and calls of this process so far (proc(5), io): what was handed to the kernel, sockets included. */
async function written(): Promise<{ readonly diskBytes: number; readonly callBytes: number; readonly calls: number }> {
  const text = await readFile('/proc/self/io', 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { diskBytes: of('write_bytes'), callBytes: of('wchar'), calls: of('syscw') };
}

it('L9: 24 hours of standard operation write less than 50 MB', async () => {
  const { mosquitto, folders, sense, consumer } = await startRoom(owned);
  const clock = new HandClock();
  const link = owned(new LinkInside({ ...folders, broker: mosquitto.url, clock }), (inside) => inside.stop());
  await link.start();
  const before = await written();
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    for (const [index, stream] of STREAMS.entries()) {
      sense.release(makeRelease({ device: IDENTITY.device, seq: quarter * STREAMS.length + index, stream }));
    }
    const expected = (quarter + 1) * STREAMS.length;
    await until(
      () => {
        clock.advance(50);
        return consumer.windowCount >= expected;
      },
      () => `${consumer.windowCount} of ${expected}`,
      60_000,
      2,
    );
    for (let minute = 0; minute < QUARTER_MS; minute += 60_000) clock.advance(60_000);
  }
  const after = await written();
  const [diskBytes, callBytes] = [after.diskBytes - before.diskBytes, after.callBytes - before.callBytes];
  // Where write_bytes is not counted (a file system of memory), every call costs a block at most twice: data, journal.
  const worstBytes = Math.max(diskBytes, callBytes, 2 * (after.calls - before.calls) * BLOCK_BYTES);
  process.stdout.write(
    `${JSON.stringify({ day: { windows: consumer.windowCount, diskMb: diskBytes / MB, handedMb: callBytes / MB, worstMb: worstBytes / MB } })}\n`,
  );
  expect(consumer.windowCount).toBe(QUARTERS * STREAMS.length);
  expect(diskBytes).toBeLessThan(50 * MB);
  expect(worstBytes).toBeLessThan(50 * MB);
}, 600_000);
