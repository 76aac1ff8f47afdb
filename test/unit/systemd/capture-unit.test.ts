import { expect, test } from 'vitest';
import { parseCaptureOptions } from '../../../device/capture/options.ts';
import { EXIT_CODES } from '../../../device/runtime/exit-codes.ts';
import { readUnit } from '../../fixtures/systemd/unit-file.ts';

const NAME = 'roomtone-capture@.service';
const { Service: service = {}, Unit: unit = {} } = readUnit(NAME);
/** The value that counts: systemd takes the last. */
const of = (key: string) => service[key]?.at(-1);

test('the unit of a network camera fences it in: nothing may be spoken to until a drop-in names the camera', () => {
  expect(of('IPAddressDeny')).toBe('any');
  expect(service['IPAddressAllow']).toBeUndefined();
  expect(of('SocketBindDeny')).toBe('any');
  expect(of('RestrictAddressFamilies')).toBe('AF_UNIX AF_INET AF_INET6');
  expect(of('PrivateNetwork')).toBeUndefined();
});

test('the unit of a network camera holds its address as a credential: no argument and no environment', () => {
  expect(of('LoadCredential')).toBe('address:/etc/roomtone/cameras/%i');
  expect(service['Environment']).toBeUndefined();
  expect(service['EnvironmentFile']).toBeUndefined();
  const [, ...args] = of('ExecStart')?.split('/main.js ') ?? [];
  expect(args.join()).not.toMatch(/:\/\/|@|password/);
  // And the program takes these arguments.
  const { addressFile, socketPath } = parseCaptureOptions(args.join().split(' '));
  expect(addressFile).toBe('%d/address');
  expect(socketPath.startsWith(`/run/${of('RuntimeDirectory')}/`)).toBe(true);
});

test('the unit of a network camera has a user of its own, no device, no disk, no core file and no swap', () => {
  expect(of('DynamicUser')).toBe('yes');
  expect(service['User']).toBeUndefined();
  expect(of('RuntimeDirectoryMode')).toBe('0750');
  expect(of('PrivateDevices')).toBe('yes');
  expect(of('DevicePolicy')).toBe('closed');
  expect(service['DeviceAllow']).toBeUndefined();
  expect(of('ProtectSystem')).toBe('strict');
  for (const key of ['ReadWritePaths', 'StateDirectory', 'CacheDirectory', 'LogsDirectory']) {
    expect(service[key]).toBeUndefined();
  }
  expect([of('LimitCORE'), of('MemorySwapMax')]).toEqual(['0', '0']);
  expect([of('CapabilityBoundingSet'), of('AmbientCapabilities')]).toEqual(['', '']);
});

test('the unit of a network camera is started again for ever, and told by a watchdog', () => {
  expect(of('Restart')).toBe('always');
  expect(unit['StartLimitIntervalSec']).toEqual(['0']);
  expect(of('RestartPreventExitStatus')).toBe(String(EXIT_CODES.usage));
  expect([of('Type'), of('NotifyAccess')]).toEqual(['notify', 'all']);
  expect(Number(of('WatchdogSec'))).toBeGreaterThanOrEqual(20);
});
