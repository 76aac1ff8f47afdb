import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CommandDesk } from '../../../device/link/commands/command-desk.ts';
import { commandTable } from '../../../device/link/commands/command-table.ts';
import { ExecutedStore } from '../../../device/link/commands/executed-store.ts';
import type { Arrival } from '../../../device/link/commands/judge-command.ts';
import { EventLog } from '../../../device/link/events/event-log.ts';
import { Outbox } from '../../../device/link/outbox/outbox.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { COMMAND_BYTES, COMMANDS, type CommandRefusal, commandResponseSchema } from '../../../shared/commands.ts';
import { DEFAULT_LINK_SETTINGS } from '../../../shared/link-settings.ts';
import { HandClock } from './hand-clock.ts';
import { IDENTITY } from './link-child.ts';
import { ownedThings } from './owned.ts';

const owned = ownedThings();
/** Time in which the desk allows one request more. */
const REFILL_MS = 6_000;
const USED_ID = 'used-before';

async function openDesk() {
  const folder = owned(await mkdtemp(join(tmpdir(), 'roomtone-desk-')), (path) => rm(path, { recursive: true }));
  const clock = new HandClock();
  const log = createLog('link', 'silent');
  const outbox = owned(new Outbox({ folder, clock, log }), (events) => events.stop());
  await outbox.start();
  const events = new EventLog({ identity: IDENTITY, outbox, clock, random: new CryptoRandom(), log });
  const acts: string[] = [];
  const table = commandTable({
    rebirth: () => acts.push('rebirth'),
    restart: () => acts.push('restart'),
    settings: () => ({ revision: acts.push('settings'), settings: DEFAULT_LINK_SETTINGS }),
    setLogLevel: () => acts.push('level'),
    status: () => {
      throw new Error('nobody asks');
    },
    diskFreeMb: async () => null,
    events,
  });
  const executed = new ExecutedStore(folder, log);
  const desk = new CommandDesk({ identity: IDENTITY, table, executed, events, clock, log });
  const ask = async (arrival: Arrival) => commandResponseSchema.parse(JSON.parse((await desk.answer(arrival)).payload));
  return { clock, acts, desk, ask };
}

type Mistake = readonly [CommandRefusal, (nowMs: number) => Arrival];

const iso = (ms: number) => new Date(ms).toISOString();
const request = (nowMs: number, change: object) =>
  JSON.stringify({
    id: 'a-request',
    issuedAt: iso(nowMs - 1_000),
    expiresAt: iso(nowMs + 60_000),
    args: {},
    ...change,
  });
const mistake = (code: CommandRefusal, name: string, textAt: (nowMs: number) => string, retained = false): Mistake => [
  code,
  (nowMs) => ({ name, text: textAt(nowMs), retained }),
];
const known = fc.constantFrom(...COMMANDS);
const strangeName = fc.string({ maxLength: 80 }).filter((name) => !COMMANDS.some((command) => command === name));
const malformedText = fc.oneof(fc.string({ maxLength: 500 }), fc.json({ maxDepth: 3 }));
const hoursMs = fc.integer({ min: 1, max: 1_000 * 3_600_000 });

/** Each kind of request that must not be executed, with the code that it is refused with. */
const mistakes: fc.Arbitrary<Mistake> = fc.oneof(
  strangeName.map((name) => mistake('UNKNOWN_COMMAND', name, (nowMs) => request(nowMs, {}))),
  fc.tuple(known, malformedText).map(([name, text]) => mistake('MALFORMED', name, () => text)),
  fc
    .tuple(
      known,
      fc.string({ minLength: 1, maxLength: 12 }).filter((key) => !/^(id|issuedAt|expiresAt|args|__proto__)$/.test(key)),
    )
    .map(([name, key]) => mistake('MALFORMED', name, (nowMs) => request(nowMs, { [key]: 1 }))),
  fc
    .tuple(known, fc.integer({ min: COMMAND_BYTES, max: 20_000 }))
    .map(([name, length]) =>
      mistake('OVERSIZED', name, (nowMs) => request(nowMs, { args: { a: 'x'.repeat(length) } })),
    ),
  fc
    .tuple(known, hoursMs)
    .map(([name, agoMs]) => mistake('EXPIRED', name, (nowMs) => request(nowMs, { expiresAt: iso(nowMs - agoMs) }))),
  fc
    .tuple(known, hoursMs)
    .map(([name, ms]) =>
      mistake('NOT_YET_VALID', name, (nowMs) =>
        request(nowMs, { issuedAt: iso(nowMs + 300_000 + ms), expiresAt: iso(nowMs + 400_000 + ms) }),
      ),
    ),
  known.map((name) => mistake('RETAINED', name, (nowMs) => request(nowMs, {}), true)),
  known.map((name) => mistake('ID_REUSED', name, (nowMs) => request(nowMs, { id: USED_ID, args: { again: 1 } }))),
);

it('L7: whatever is unknown, malformed, oversized, expired or replayed with a change is refused with its code, counted, and not done', async () => {
  const { clock, acts, desk, ask } = await openDesk();
  const text = request(clock.wallMs(), { id: USED_ID, expiresAt: iso(clock.wallMs() + 23 * 3_600_000) });
  expect(await ask({ name: 'rebirth', text, retained: false })).toMatchObject({ ok: true });
  expect(acts).toEqual(['rebirth']);
  await fc.assert(
    fc.asyncProperty(mistakes, async ([code, arrivalAt]) => {
      clock.advance(REFILL_MS);
      const before = desk.refused;
      expect(await ask(arrivalAt(clock.wallMs()))).toMatchObject({ ok: false, code, result: null });
      expect(desk.refused).toBe(before + 1);
    }),
    { numRuns: 300 },
  );
  expect(acts).toEqual(['rebirth']);
  // The same request again is no refusal: it gets the reply of the first time.
  expect(await ask({ name: 'rebirth', text, retained: false })).toMatchObject({ ok: true, id: USED_ID });
  expect(acts).toEqual(['rebirth']);
});

it('L7: of any flood no more is done than the rate allows, and the rest is refused and counted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 40, maxLength: 60 }),
      async (waitsMs) => {
        const { clock, acts, desk, ask } = await openDesk();
        let passedMs = 0;
        for (const [index, waitMs] of waitsMs.entries()) {
          clock.advance(waitMs);
          passedMs += index === 0 ? 0 : waitMs;
          const { code } = await ask({
            name: 'rebirth',
            text: request(clock.wallMs(), { id: `flooding-${index}` }),
            retained: false,
          });
          expect([null, 'RATE_LIMITED']).toContain(code);
        }
        expect(acts.length).toBeLessThanOrEqual(20 + passedMs / REFILL_MS);
        expect(acts.length + desk.refused).toBe(waitsMs.length);
        expect(desk.refused).toBeGreaterThan(0);
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
});
