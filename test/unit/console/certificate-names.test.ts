import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { certificateNames, stableAddresses } from '../../../console/certificate/certificate-names.ts';

const at = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo;

const IF_INET6 = [
  '00000000000000000000000000000001 01 80 10 80       lo',
  '20010db8000000001a2b3cfffe4d5e6f 02 40 00 00     eth0',
  '20010db800000000d4c3000000000001 02 40 00 01     eth0',
  '20010db800000000d4c3000000000002 02 40 00 21     eth0',
  'fe800000000000001a2b3cfffe4d5e6f 02 40 20 80     eth0',
].join('\n');

const INTERFACES = {
  lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
  eth0: [
    at('192.0.2.10', 'IPv4'),
    at('2001:db8::1a2b:3cff:fe4d:5e6f', 'IPv6'),
    at('2001:db8::d4c3:0:0:1', 'IPv6'),
    at('2001:db8::d4c3:0:0:2', 'IPv6'),
    at('fe80::1a2b:3cff:fe4d:5e6f', 'IPv6'),
  ],
};

it('C10: covers addresses that last, and none that are temporary or need a zone', () => {
  expect(stableAddresses(INTERFACES, IF_INET6)).toEqual(['192.0.2.10', '2001:db8::1a2b:3cff:fe4d:5e6f']);
});

it('C10: is bounded, however many virtual networks there are', () => {
  const many = Array.from({ length: 200 }, (_, index) => at(`10.0.${index}.1`, 'IPv4'));
  expect(stableAddresses({ many }, '')).toHaveLength(16);
});

it('C10: covers loopback alone where only loopback is listened on, so that no change of network makes a new one', () => {
  expect(certificateNames('127.0.0.1')).toEqual(['localhost', '127.0.0.1', '::1']);
  expect(certificateNames('192.0.2.10')).toContain('192.0.2.10');
});
