import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostNames, hostNameOf } from '../../../console/guard/host.ts';
import { type RequestSource, refuseForeign } from '../../../console/guard/same-origin.ts';
import { FakeClock } from '../../fixtures/console/fake-clock.ts';

const OWN: RequestSource = {
  method: 'POST',
  host: 'localhost:8443',
  origin: 'https://localhost:8443',
  fetchSite: 'same-origin',
  fetchMode: 'cors',
  isUpgrade: false,
};
const isRefused = (source: Partial<RequestSource>) => {
  try {
    refuseForeign({ ...OWN, ...source });
    return false;
  } catch {
    return true;
  }
};

describe('where a request comes from', () => {
  it('C7: a change is taken from the own origin alone, whatever else is claimed', () => {
    const anything = fc.record({
      method: fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH'),
      origin: fc.option(fc.oneof(fc.webUrl(), fc.string(), fc.constant('null')), { nil: undefined }),
      fetchSite: fc.option(fc.constantFrom('same-origin', 'none', 'cross-site'), { nil: undefined }),
      fetchMode: fc.constantFrom('navigate', 'cors', 'no-cors', undefined),
    });
    fc.assert(fc.property(anything, (source) => source.origin === OWN.origin || isRefused(source)));
    expect(isRefused({})).toBe(false);
    expect(isRefused({ fetchSite: undefined })).toBe(false);
    expect(isRefused({ fetchSite: 'none' })).toBe(true);
  });

  it('C9: a WebSocket is a change, although its method is GET', () => {
    const upgrade = { method: 'GET', isUpgrade: true } as const;
    expect(isRefused(upgrade)).toBe(false);
    expect(isRefused({ ...upgrade, origin: undefined })).toBe(true);
    expect(isRefused({ ...upgrade, origin: 'https://evil.example' })).toBe(true);
    expect(isRefused({ ...upgrade, fetchSite: 'cross-site' })).toBe(true);
  });

  it('C7: reading needs no origin, but none of a stranger', () => {
    const read = { method: 'GET', origin: undefined } as const;
    expect(isRefused(read)).toBe(false);
    expect(isRefused({ ...read, fetchSite: 'none', fetchMode: 'navigate' })).toBe(false);
    expect(isRefused({ ...read, fetchSite: 'cross-site', fetchMode: 'navigate' })).toBe(false);
    expect(isRefused({ ...read, fetchSite: 'cross-site', fetchMode: 'no-cors' })).toBe(true);
    expect(isRefused({ ...read, origin: 'https://evil.example' })).toBe(true);
  });
});

describe('the names of the device', () => {
  it('C7: reads a name out of a Host header, or refuses the header', () => {
    expect(hostNameOf('Room-1.local:8443')).toBe('room-1.local');
    expect(hostNameOf('[fe80::1]:443')).toBe('fe80::1');
    expect(hostNameOf('192.0.2.7')).toBe('192.0.2.7');
    for (const header of [
      '',
      ' ',
      'a b',
      'a/b',
      'a:b',
      'user@localhost',
      'localhost:',
      'localhost:123456',
      '[::1',
      'a\r\nb',
    ]) {
      expect([header, hostNameOf(header)]).toEqual([header, null]);
    }
  });

  it('C7: follow the addresses within ten seconds', () => {
    const clock = new FakeClock();
    let names = ['localhost'];
    const hosts = new HostNames(clock, () => names);
    expect(hosts.accepts('192.0.2.7')).toBe(false);
    names = ['localhost', '192.0.2.7'];
    clock.advance(10_000);
    expect(hosts.accepts('192.0.2.7:443')).toBe(true);
    expect(hosts.accepts(undefined)).toBe(false);
  });
});
