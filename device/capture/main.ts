// The capture program of a network camera: `--socket PATH --address-file FILE`. The address stands in a file of mode
// 600 and nowhere else: not in arguments, environment, log or errors.
import { parseArgs } from 'node:util';
import { RoomtoneError } from '../../shared/errors.ts';
import { createLog } from '../runtime/log.ts';
import { runProgram } from '../runtime/run-program.ts';
import { FPS_DEFAULT } from '../sense/capture/camera.ts';
import { readAddressFile } from './address-file.ts';
import { NetworkCapture } from './network-capture.ts';

const USAGE = 'capture --socket PATH --address-file FILE';

await runProgram(async () => {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { socket: option, 'address-file': option }, strict: true });
  const { socket: socketPath, 'address-file': addressFile } = values;
  if (socketPath === undefined || addressFile === undefined) {
    throw new RoomtoneError('USAGE', '--socket and --address-file are needed', USAGE);
  }
  const log = createLog('capture');
  const address = await readAddressFile(addressFile);
  return { name: 'capture', log, services: [new NetworkCapture({ address, socketPath, fps: FPS_DEFAULT, log })] };
});
