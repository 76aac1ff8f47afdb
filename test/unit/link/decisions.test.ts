import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../device/link/mqtt/connection.ts';
import { backoffFor, meaningOf } from '../../../device/link/mqtt/reason.ts';
import { refusalFor } from '../../../device/link/mqtt/refusal.ts';
import { readOptions } from '../../../device/link/options.ts';
import { publicationOffsetMs } from '../../../device/link/publication-offset.ts';
import { spreadOf } from '../../../device/link/spread.ts';

const failure = (change: object) => ({ ...failureOf(new Error('x')), ...change });

describe('what a failure means', () => {
  it.each([
    [{ reasonCode: 1 }, 'protocol'],
    [{ reasonCode: 132 }, 'protocol'],
    [{ reasonCode: 5 }, 'not-authorised'],
    [{ reasonCode: 135 }, 'not-authorised'],
    [{ reasonCode: 137 }, 'busy'],
    [{ reasonCode: 138 }, 'banned'],
    [{ reasonCode: 151 }, 'quota'],
    [{ reasonCode: 156 }, 'moved'],
    [{ reasonCode: 142 }, 'taken-over'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'certificate'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate'],
    [{ reached: false, code: 'ECONNREFUSED' }, 'unreachable'],
    [{ reached: true }, 'lost'],
  ])('%j is %s', (change, meaning) => {
    expect(meaningOf(failure(change))).toBe(meaning);
  });

  it('leaves a broker alone for a minute at least when it said no, and not when it is away', () => {
    expect(backoffFor('not-authorised').minMs).toBe(60_000);
    expect(backoffFor('unreachable').minMs).toBe(1_000);
  });

  it('knows that a refused TCP connection reached nobody', () => {
    expect(failureOf(Object.assign(new Error('no'), { syscall: 'connect', code: 'ECONNREFUSED' })).reached).toBe(false);
  });
});

describe('a refused publication', () => {
  it('is given up at once when the same bytes will be refused again', () => {
    expect(refusalFor(149, 1).give).toBe('up');
    expect(refusalFor(144, 1).give).toBe('up');
  });

  it('is tried five times, ever more slowly, when it is not authorised', () => {
    const decisions = [1, 2, 3, 4, 5].map((refusals) => refusalFor(135, refusals));
    expect(decisions.map(({ give }) => give)).toEqual(['time', 'time', 'time', 'time', 'up']);
    expect(decisions.slice(0, 4).map(({ afterMs }) => afterMs)).toEqual([60_000, 300_000, 1_800_000, 7_200_000]);
  });

  it('waits for a quota as long as it takes', () => {
    expect(refusalFor(151, 1_000).give).toBe('time');
  });
});

describe('the publication offset', () => {
  it('is the same for ever and below a minute', () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        const identity = { v: 1, site: 'lab', device: `room-${number}` } as const;
        const offsetMs = publicationOffsetMs(identity);
        expect(offsetMs).toBe(publicationOffsetMs(identity));
        expect(offsetMs).toBeGreaterThanOrEqual(0);
        expect(offsetMs).toBeLessThan(60_000);
      }),
    );
  });

  it('spreads a fleet evenly', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let device = 0; device < 2_000; device += 1) {
      const tenth = Math.floor(publicationOffsetMs({ v: 1, site: 'lab', device: `room-${device}` }) / 6_000);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(140);
    expect(Math.max(...tenths)).toBeLessThan(260);
  });
});

describe('the spread of connects', () => {
  it('is a minute and more for a broker that others use, and nothing on loopback', () => {
    expect(spreadOf('mqtts://broker.example:8883').lossSpreadMs).toBeGreaterThan(60_000);
    expect(spreadOf('mqtt://127.0.0.1:1883')).toEqual({ startSpreadMs: 0, lossSpreadMs: 0 });
  });
});

describe('the command line of link', () => {
  const need = ['--state', 's', '--run', 'r', '--broker', 'mqtt://h:1883'];

  it('needs a state folder, a run folder and a broker', () => {
    expect(readOptions(need)).toMatchObject({
      state: 's',
      run: 'r',
      broker: 'mqtt://h:1883',
      publicationOffsetMs: null,
    });
    expect(readOptions([...need, '--publication-offset-ms', '0']).publicationOffsetMs).toBe(0);
  });

  it.each([
    [[...need, '--colour', 'blue']],
    [need.slice(2)],
    [[...need.slice(0, 5), 'http://h']],
    [[...need, '--publication-offset-ms', '60001']],
    [[...need, '--log-level', 'loud']],
    [[...need, 'word']],
  ])('refuses %j', (args) => {
    expect(() => readOptions(args)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
  });
});
