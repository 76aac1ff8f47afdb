import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hecBatch, hecEvent } from '../../../../device/link/siem/hec-event.ts';
import { retryAfterMs } from '../../../../device/link/siem/retry-after.ts';
import { fromLink, type SecurityEvent, securityEventSchema } from '../../../../device/link/siem/security-event.ts';
import { linkSeverity, SEVERITIES } from '../../../../device/link/siem/severity.ts';
import { syslogFrame, syslogMessage } from '../../../../device/link/siem/syslog-message.ts';
import { LINK_EVENTS } from '../../../../shared/event-codes.ts';

const EVENT: SecurityEvent = {
  id: 'a1',
  site: 'lab',
  device: 'room-1',
  program: 'console',
  at: '2026-11-02T00:00:07.000Z',
  clock: 'synced',
  code: 'sign-in-refused',
  severity: 'warning',
  actor: null,
  address: '192.0.2.7',
  detail: '',
};

/** RFC 5424, 6: every field as the grammar has it, values unescaped. Written from the grammar, not from the code. */
function parseSyslog(message: string) {
  const head = /^<(\d{1,3})>1 (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /.exec(message);
  if (head === null) throw new Error(`no header: ${message}`);
  let at = head[0].length;
  const elements: { name: string; values: Record<string, string> }[] = [];
  while (message[at] === '[') {
    const name = /^\[([^\s=\]"]{1,32})/.exec(message.slice(at))?.[1] ?? '';
    at += name.length + 1;
    const values: Record<string, string> = {};
    while (message[at] === ' ') {
      const found = /^ ([^\s=\]"]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/.exec(message.slice(at));
      if (found === null) throw new Error(`no parameter at ${message.slice(at)}`);
      values[found[1] ?? ''] = (found[2] ?? '').replace(/\\(["\\\]])/g, '$1');
      at += found[0].length;
    }
    if (message[at] !== ']') throw new Error('an element does not end');
    at += 1;
    elements.push({ name, values });
  }
  if (elements.length === 0 || message[at] !== ' ') throw new Error('no structured data, or nothing behind it');
  return { priority: Number(head[1]), at: head[2], host: head[3], elements, text: message.slice(at + 1) };
}

const nasty = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength, unit: 'binary' }),
    fc.string({ maxLength, unit: fc.constantFrom('"', '\\', ']', '[', '\n', '\r', '\0', '\x1b', '\u2028', 'é', ' ') }),
  );

describe('a syslog message', () => {
  it('is what RFC 5424 describes', () => {
    expect(syslogMessage(EVENT)).toBe(
      '<108>1 2026-11-02T00:00:07.000Z room-1.lab roomtone-console - sign-in-refused ' +
        '[roomtone@32473 id="a1" site="lab" device="room-1" code="sign-in-refused" severity="warning" ' +
        'address="192.0.2.7"][timeQuality tzKnown="1" isSynced="1"] sign-in-refused',
    );
  });

  it('has no time where the clock was not known', () => {
    const event = fromLink(
      { v: 1, device: 'room-1', at: '1970-01-01T00:00:09.000Z', code: 'clock-not-set', detail: '' },
      'a1',
      { site: 'lab', clock: 'unknown' },
    );
    expect(event).not.toBeNull();
    if (event === null) return;
    expect(parseSyslog(syslogMessage(event))).toMatchObject({ at: '-', elements: [{}, { values: { isSynced: '0' } }] });
    expect(JSON.parse(hecEvent(event))).not.toHaveProperty('time');
  });

  it('can be broken by no value: one line, two elements, every value as it was but for control signs', () => {
    fc.assert(
      fc.property(nasty(64), nasty(64), nasty(300), (actor, address, detail) => {
        const message = syslogMessage({ ...EVENT, actor, address, detail });
        expect(message).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const { elements, priority } = parseSyslog(message);
        expect(priority).toBe(108);
        expect(elements.map(({ name }) => name)).toEqual(['roomtone@32473', 'timeQuality']);
        const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
        expect(elements[0]?.values).toMatchObject({ actor: clean(actor), address: clean(address) });
      }),
    );
  }, 60_000);

  it('is framed by its length in bytes, within what every receiver must take (RFC 5425, 4.3.1)', () => {
    fc.assert(
      fc.property(fc.array(nasty(300), { minLength: 1, maxLength: 5 }), (details) => {
        const events = details.map((detail) => ({ ...EVENT, actor: '"'.repeat(64), address: ']'.repeat(64), detail }));
        let rest = Buffer.concat(events.map(syslogFrame));
        const messages: string[] = [];
        while (rest.length > 0) {
          const space = rest.indexOf(0x20);
          const length = Number(rest.subarray(0, space).toString());
          expect(length).toBeLessThanOrEqual(2_048);
          messages.push(rest.subarray(space + 1, space + 1 + length).toString());
          rest = rest.subarray(space + 1 + length);
        }
        expect(messages).toEqual(events.map(syslogMessage));
      }),
    );
  });
});

describe("Splunk's event", () => {
  it('is one object a line, whatever the values hold', () => {
    fc.assert(
      fc.property(fc.array(nasty(300), { minLength: 1, maxLength: 5 }), (details) => {
        const lines = hecBatch(details.map((detail) => ({ ...EVENT, detail }))).split('\n');
        expect(lines.map((line) => (JSON.parse(line) as { event: SecurityEvent }).event.detail)).toEqual(details);
      }),
    );
  });

  it('has its time in seconds, and who is who in the documented keys', () => {
    expect(JSON.parse(hecEvent(EVENT))).toMatchObject({
      time: 1_793_577_607,
      host: 'room-1.lab',
      source: 'roomtone:console',
      sourcetype: 'roomtone:security',
      event: { code: 'sign-in-refused', severity: 'warning' },
    });
  });
});

describe('severity', () => {
  it('is decided for every event of link, and a new one is told', () => {
    for (const code of LINK_EVENTS) {
      const severity = linkSeverity(code);
      if (severity !== null) expect(SEVERITIES).toContain(severity);
    }
    expect(linkSeverity('something-new')).toBe('notice');
    expect(linkSeverity('identify')).toBeNull();
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 2);
  it.each([
    ['30', 30_000],
    ['Mon, 02 Nov 2026 00:01:00 GMT', 60_000],
    ['Sun, 01 Nov 2026 00:01:00 GMT', 0],
    ['999999999', 3_600_000],
    ['soon', null],
    [null, null],
  ])('%s means %s ms', (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });
});

it('what waits for a log has no key that could hold anything else', () => {
  expect(securityEventSchema.safeParse({ ...EVENT, people: 3 }).success).toBe(false);
});
