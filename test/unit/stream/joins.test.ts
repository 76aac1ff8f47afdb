import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedQueue } from '../../../device/stream/bounded-queue.ts';
import { Mailbox } from '../../../device/stream/mailbox.ts';
import { Ring } from '../../../device/stream/ring.ts';

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('a mailbox', () => {
  it('gives the newest and hands back what it displaced', async () => {
    const displaced: number[] = [];
    const mailbox = new Mailbox<number>((value) => displaced.push(value));
    mailbox.put(1);
    mailbox.put(2);
    const iterator = mailbox[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toBe(2);
    expect(displaced).toEqual([1]);
    expect(mailbox.meter.counts()).toEqual({ received: 2, handled: 1, dropped: 1 });
  });

  it('wakes a waiting taker, and ends it when closed', async () => {
    const mailbox = new Mailbox<string>();
    const taken = collect(mailbox);
    await Promise.resolve();
    mailbox.put('frame');
    await new Promise((resolve) => setImmediate(resolve));
    mailbox.close();
    mailbox.put('late');
    expect(await taken).toEqual(['frame']);
    expect(mailbox.meter.counts()).toEqual({ received: 2, handled: 1, dropped: 1 });
  });
});

describe('a bounded queue', () => {
  it('makes its producer wait and loses nothing', async () => {
    const queue = new BoundedQueue<number>(2);
    let put = 0;
    const producing = (async () => {
      for (let value = 0; value < 10; value++) {
        await queue.put(value);
        put += 1;
      }
      queue.close();
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(put).toBe(2);
    expect(await collect(queue)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await producing;
    expect(queue.meter.counts()).toEqual({ received: 10, handled: 10, dropped: 0 });
  });

  it('releases a waiting producer when it is closed, and says that the value was dropped', async () => {
    const queue = new BoundedQueue<number>(1);
    await queue.put(1);
    const waiting = queue.put(2);
    queue.close();
    expect(await waiting).toBe(false);
    expect(queue.meter.counts().dropped).toBe(1);
  });

  it('refuses a capacity that holds nothing', () => {
    expect(() => new BoundedQueue(0)).toThrow('not 0');
  });
});

describe('a ring', () => {
  it('keeps the newest, marks the gap and accounts for every value', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.constantFrom('put', 'take'), { maxLength: 60 }),
        (capacity, steps) => {
          const ring = new Ring<number>(capacity);
          const seen: number[] = [];
          let next = 0;
          for (const step of steps) {
            if (step === 'put') ring.put(next++);
            else {
              const entry = ring.take();
              if (entry !== undefined) {
                expect(entry.value - entry.gap).toBe((seen.at(-1) ?? -1) + 1);
                seen.push(entry.value);
              }
            }
          }
          const { received, handled, dropped } = ring.meter.counts();
          expect(received).toBe(next);
          expect(handled).toBe(seen.length);
          expect(received - handled - dropped).toBeLessThanOrEqual(capacity);
        },
      ),
    );
  });
});
