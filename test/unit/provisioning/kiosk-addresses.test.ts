import { expect, it } from 'vitest';
import { parseConsoleOptions } from '../../../console/options.ts';
import { parseStartOptions } from '../../../provisioning/start-options.ts';

it('lets no display but the own show the kiosk unless one is named', () => {
  expect(parseStartOptions([]).kiosk).toEqual([]);
  expect(parseConsoleOptions(['--state', 's', '--run', 'r', '--port', '0']).kioskAddresses).toEqual([]);
});

it('takes addresses of displays, and refuses what is none', () => {
  expect(parseStartOptions(['--kiosk', '192.0.2.7,2001:db8::7']).kiosk).toEqual(['192.0.2.7', '2001:db8::7']);
  expect(() => parseStartOptions(['--kiosk', 'the-foyer'])).toThrow("IP addresses parted by commas, not 'the-foyer'");
});
