import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { codeForTerminal, phoneAddress, phoneHost } from '../../../provisioning/phone-address.ts';
import { parseStartOptions } from '../../../provisioning/start-options.ts';

const at = (address: string, internal = false) =>
  ({ address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null }) as NetworkInterfaceInfo;
const INTERFACES = { lo: [at('127.0.0.1', true)], docker0: [at('172.17.0.1')], wlan0: [at('192.0.2.10')] };

describe('the console for phones', () => {
  it('is closed unless it is asked for', () => {
    expect(parseStartOptions([]).host).toBe('127.0.0.1');
    expect(phoneHost('127.0.0.1', INTERFACES)).toBeNull();
    expect(phoneHost('localhost', INTERFACES)).toBeNull();
  });

  it('is found at an address of a real network', () => {
    expect(phoneHost('0.0.0.0', INTERFACES)).toBe('192.0.2.10');
    expect(phoneHost('192.0.2.77', INTERFACES)).toBe('192.0.2.77');
    expect(phoneHost('2001:db8::1', INTERFACES)).toBe('[2001:db8::1]');
    expect(phoneHost('0.0.0.0', { lo: INTERFACES.lo })).toBeNull();
  });

  it('opens with the claim code behind the # of the address, which is not sent, and without it once claimed', () => {
    expect(phoneAddress('192.0.2.10', '8443', '7Q2K-M0ZD-9XVA')).toBe(
      'https://192.0.2.10:8443/#/setup/claim/7Q2K-M0ZD-9XVA',
    );
    expect(phoneAddress('192.0.2.10', '8443', null)).toBe('https://192.0.2.10:8443');
    expect(codeForTerminal('https://192.0.2.10:8443').split('\n').length).toBeGreaterThan(12);
  });

  it('takes addresses alone, and certificate and key together', () => {
    expect(() => parseStartOptions(['--host', 'everywhere'])).toThrow('--host takes an IP address');
    expect(() => parseStartOptions(['--certificate', 'a.pem'])).toThrow('belong together');
    expect(parseStartOptions(['--certificate', '/a.pem', '--certificate-key', '/k.pem'])).toMatchObject({
      certificate: '/a.pem',
      certificateKey: '/k.pem',
    });
  });
});
