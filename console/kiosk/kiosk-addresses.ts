// Who stands at the kiosk: the device's own display, and the addresses that its owner has allowed.
import { BlockList, isIP } from 'node:net';
import { RoomtoneError } from '../../shared/errors.ts';
import { forbidden } from '../errors.ts';

const MAPPED = /^::ffff:(?=\d+\.)/i;

export class KioskAddresses {
  readonly #list = new BlockList();

  /** @throws RoomtoneError `USAGE` for what is no address */
  constructor(allowed: readonly string[]) {
    this.#list.addSubnet('127.0.0.0', 8, 'ipv4');
    this.#list.addAddress('::1', 'ipv6');
    for (const address of allowed) {
      if (isIP(address) === 0) throw noAddress(address);
      this.#list.addAddress(address, familyOf(address));
    }
  }

  has(address: string): boolean {
    const plain = address.replace(MAPPED, '');
    return isIP(plain) !== 0 && this.#list.check(plain, familyOf(plain));
  }

  /** @throws RoomtoneError `FORBIDDEN` */
  admit({ ip }: { readonly ip: string }): void {
    if (!this.has(ip)) throw forbidden();
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const noAddress = (text: string) =>
  new RoomtoneError('USAGE', `'${text}' is no IP address`, 'Give addresses such as 192.0.2.7, parted by commas.');
