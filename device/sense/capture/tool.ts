// A tool is a small program that is asked one question (ffprobe, v4l2-ctl, arecord -l): bounded in time and output.
import { spawn as nodeSpawn } from 'node:child_process';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { Spawn } from './capture-child.ts';

const TIMEOUT_MS = 20_000;
const OUTPUT_MAX = 256 * 1024;

export interface ToolPorts {
  readonly spawn?: Spawn | undefined;
}

/**
 * Standard output of `program`, whatever it exits with; in the C locale.
 * @throws RoomtoneError `TOOL_MISSING`
 */
export function askTool(program: string, args: readonly string[], { spawn = nodeSpawn }: ToolPorts): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C' };
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: TIMEOUT_MS, env });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length < OUTPUT_MAX) output += chunk.toString('utf8');
    });
    child.once('error', (error) => reject(toolMissing(program, error)));
    child.once('close', () => resolve(output));
  });
}

/** As {@link askTool}; null where the tool is not installed. */
export function askToolOrNull(program: string, args: readonly string[], ports: ToolPorts): Promise<string | null> {
  return askTool(program, args, ports).catch(() => null);
}

/** Debian's package of each tool, for the hint. */
const PACKAGES: Readonly<Record<string, string>> = {
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  arecord: 'alsa-utils',
  'v4l2-ctl': 'v4l-utils',
  'rpicam-vid': 'rpicam-apps',
  'gst-launch-1.0': 'gstreamer1.0-tools',
};

function toolMissing(program: string, cause: unknown): RoomtoneError {
  const message = `${program} cannot be started: ${messageOf(cause)}`;
  return new RoomtoneError('TOOL_MISSING', message, `Install it: apt-get install ${PACKAGES[program] ?? program}`, {
    cause,
  });
}
