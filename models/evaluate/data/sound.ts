// A sound file as samples, decoded by the tool that opens microphones and streams on the device.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SAMPLE_RATE_HZ } from '../../../device/sense/capture/audio-chunk.ts';

/** Five minutes; nothing here needs more. */
const BYTES_MAX = 300 * SAMPLE_RATE_HZ * 4;

/** Mono, −1 to 1, 16 kHz. Throws what ffmpeg says. */
export async function readSound(path: string): Promise<Float32Array> {
  const input = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file', '-i', `file:${path}`];
  const output = ['-map', '0:a:0', '-ac', '1', '-ar', `${SAMPLE_RATE_HZ}`, '-f', 'f32le', '-'];
  const options = { encoding: 'buffer', maxBuffer: BYTES_MAX } as const;
  const { stdout } = await promisify(execFile)('ffmpeg', [...input, ...output], options);
  return new Float32Array(Uint8Array.from(stdout).buffer, 0, Math.floor(stdout.length / 4));
}
