// The capture program of a network camera. Its address stands in a file of mode 600 and nowhere else: not in arguments,
// environment, log or errors.
import { createLog } from '../runtime/log.ts';
import { runProgram } from '../runtime/run-program.ts';
import { FPS_DEFAULT } from '../sense/capture/camera.ts';
import { readAddressFile } from './address-file.ts';
import { NetworkCapture } from './network-capture.ts';
import { parseCaptureOptions } from './options.ts';

await runProgram(async () => {
  const { socketPath, addressFile, logLevel } = parseCaptureOptions(process.argv.slice(2));
  const log = createLog('capture', logLevel);
  const address = await readAddressFile(addressFile, process.env['CREDENTIALS_DIRECTORY']);
  return { name: 'capture', log, services: [new NetworkCapture({ address, socketPath, fps: FPS_DEFAULT, log })] };
});
