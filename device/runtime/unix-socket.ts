// The only connection that sense may open: to a Unix socket, by its path. It can't reach a network, whatever it is given.
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** @throws RangeError for a path that is not absolute */
export function connectUnixSocket(path: string): Duplex {
  if (!path.startsWith('/')) throw new RangeError(`a socket's path is absolute, not ${path}`);
  return connect({ path });
}
