import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, type Executed, judgeCommand } from '../../../device/link/commands/judge-command.ts';
import { planSettings } from '../../../device/link/config/plan-settings.ts';
import { DEFAULT_LINK_SETTINGS } from '../../../shared/link-settings.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const iso = (offsetMs: number) => new Date(NOW_MS + offsetMs).toISOString();

function arrival(change: object = {}, name = 'rebirth', retained = false): Arrival {
  const request = { id: 'abcdefgh', issuedAt: iso(-1_000), expiresAt: iso(60_000), args: {}, ...change };
  return { name, text: JSON.stringify(request), retained };
}

const judge = (came: Arrival, executed: readonly Executed[] = [], clock: 'synced' | 'unknown' = 'synced') =>
  judgeCommand(came, { nowMs: NOW_MS, clock, executed, digest: 'd' });

const executedBefore = (change: Partial<Executed> = {}): Executed => ({
  id: 'abcdefgh',
  name: 'rebirth',
  expiresMs: NOW_MS + 60_000,
  digest: 'd',
  response: { v: 1, id: 'abcdefgh', ok: true, code: null, result: null },
  ...change,
});

describe('L7: a command', () => {
  it('is run when it is known, fresh and new', () => {
    expect(judge(arrival())).toMatchObject({ kind: 'run', name: 'rebirth' });
  });

  it.each([
    ['an unknown name', arrival({}, 'preview.open'), 'UNKNOWN_COMMAND'],
    ['a name that would lower privacy', arrival({}, 'privacy.set'), 'UNKNOWN_COMMAND'],
    ['one that has expired', arrival({ expiresAt: iso(0) }), 'EXPIRED'],
    ['one from the future', arrival({ issuedAt: iso(600_000), expiresAt: iso(700_000) }), 'NOT_YET_VALID'],
    ['one that lives too long', arrival({ expiresAt: iso(25 * 3_600_000) }), 'LIFETIME_TOO_LONG'],
    ['one that is retained', arrival({}, 'rebirth', true), 'RETAINED'],
    ['one without an id', arrival({ id: undefined }), 'MALFORMED'],
    ['one with an unknown key', arrival({ epsilon: 9 }), 'MALFORMED'],
    ['no JSON', { ...arrival(), text: '{' }, 'MALFORMED'],
    ['9,000 bytes', { ...arrival(), text: 'x'.repeat(9_000) }, 'OVERSIZED'],
  ])('is refused: %s', (_, came, code) => {
    expect(judge(came)).toMatchObject({ kind: 'refuse', code });
  });

  it('is refused while the clock cannot tell whether it has expired', () => {
    expect(judge(arrival(), [], 'unknown')).toMatchObject({ code: 'CLOCK_UNKNOWN' });
  });

  it('that comes again gets the reply of the first time', () => {
    expect(judge(arrival(), [executedBefore()])).toEqual({ kind: 'repeat', response: executedBefore().response });
  });

  it('is refused when its id was used for something else', () => {
    expect(judge(arrival(), [executedBefore({ digest: 'other' })])).toMatchObject({ code: 'ID_REUSED' });
    expect(judge(arrival(), [executedBefore({ name: 'restart' })])).toMatchObject({ code: 'ID_REUSED' });
  });

  it('is refused when too many are remembered, rather than forgetting one', () => {
    const executed = Array.from({ length: 200 }, (_, index) => executedBefore({ id: `other-${index}` }));
    expect(judge(arrival(), executed)).toMatchObject({ code: 'BUSY' });
  });

  it('of any text is judged without an exception, and never run by chance', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.json()), fc.boolean(), (name, text, retained) => {
        expect(judge({ name, text, retained }).kind).toBe('refuse');
      }),
    );
  });
});

describe('a desired configuration', () => {
  const plan = (desired: object) => planSettings(JSON.stringify(desired), 3, DEFAULT_LINK_SETTINGS);

  it('is applied as a whole, and the keys it does not name stay', () => {
    expect(plan({ v: 1, revision: 4, settings: { healthSeconds: 120 } })).toEqual({
      kind: 'apply',
      revision: 4,
      settings: { ...DEFAULT_LINK_SETTINGS, healthSeconds: 120 },
    });
  });

  it('is old news when its revision is not greater', () => {
    expect(plan({ v: 1, revision: 3, settings: { healthSeconds: 120 } })).toEqual({ kind: 'ignore' });
  });

  it('is refused as a whole, with a code for each key that is wrong', () => {
    const settings = { healthSeconds: 1, logLevel: 'debug', k: 1, epsilonMilli: 99_000, preview: true };
    expect(plan({ v: 1, revision: 4, settings })).toEqual({
      kind: 'refuse',
      refused: {
        revision: 4,
        errors: [
          { key: 'healthSeconds', code: 'INVALID_VALUE' },
          { key: 'k', code: 'UNKNOWN_KEY' },
          { key: 'epsilonMilli', code: 'UNKNOWN_KEY' },
          { key: 'preview', code: 'UNKNOWN_KEY' },
        ],
      },
    });
  });

  it('of any text is planned without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['refuse', 'ignore', 'apply']).toContain(planSettings(text, 0, DEFAULT_LINK_SETTINGS).kind);
      }),
    );
    const plan = planSettings('{"v":1,"revision":2,"settings":{"__proto__":{"k":1}}}', 0, DEFAULT_LINK_SETTINGS);
    expect(plan).toEqual({ kind: 'apply', revision: 2, settings: DEFAULT_LINK_SETTINGS });
    expect(Object.hasOwn(Object.prototype, 'k')).toBe(false);
  });
});
