// The voice of the demo room: a short talk of synthetic voices (espeak-ng) with pauses between, as long as the scene.
// Nobody's voice was recorded. Without espeak-ng the demo is silent, and says so.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RoomtoneError } from '../shared/errors.ts';

/** Voice, words a minute, pitch 0..99, words. Different enough that no two sound like one person. */
const LINES = [
  ['en-gb+m3', 150, 40, 'Good morning everyone, it is lovely to see so many of you here.'],
  ['en-us+f3', 170, 65, 'What a wonderful idea! I am so happy that it worked.'],
  ['en-gb-scotland+m7', 140, 25, 'I am not sure about that. Let us look at it again tomorrow.'],
] as const;
/** Of the scene: picture and voice loop together. */
const SECONDS = 16;
/** When each line begins: more than a second after the one before has ended. */
const STARTS_MS = [600, 5_500, 10_500] as const;
const TIMEOUT_MS = 60_000;

export const demoVoicePath = (cacheFolder: string) => join(cacheFolder, 'demo', 'voice.wav');

/**
 * Speaks the talk unless it is there. @returns its path: 16 kHz, mono, 16 s
 * @throws RoomtoneError `TOOL_MISSING`
 */
export async function prepareDemoVoice(cacheFolder: string): Promise<string> {
  const path = demoVoicePath(cacheFolder);
  if (existsSync(path)) return path;
  const folder = join(cacheFolder, 'demo');
  await mkdir(folder, { recursive: true });
  const parts = LINES.map((_, index) => join(folder, `voice-${index}.temporary.wav`));
  const temporary = join(folder, 'voice.temporary.wav');
  try {
    for (const [index, [voice, speed, pitch, words]] of LINES.entries()) {
      await run('espeak-ng', ['-v', voice, '-s', `${speed}`, '-p', `${pitch}`, '-w', parts[index] ?? '', words]);
    }
    await run('ffmpeg', mixArguments(parts, temporary));
    await rename(temporary, path);
  } finally {
    for (const part of [...parts, temporary]) await rm(part, { force: true });
  }
  return path;
}

/** Each line at its time, over the hiss of a quiet room, so that the demo is no digital silence. */
function mixArguments(parts: readonly string[], output: string): string[] {
  const delayed = parts.map((_, index) => `[${index}]aresample=16000,adelay=${STARTS_MS[index] ?? 0}[v${index}]`);
  const labels = parts.map((_, index) => `[v${index}]`).join('');
  const hiss = `anoisesrc=color=pink:amplitude=0.002:seed=1:sample_rate=16000:duration=${SECONDS}[hiss]`;
  const mix = `[hiss]${labels}amix=inputs=${parts.length + 1}:duration=first:normalize=0,volume=0.8[voice]`;
  const filter = [...delayed, hiss, mix].join(';');
  const inputs = parts.flatMap((part) => ['-i', part]);
  return ['-v', 'error', '-y', ...inputs, '-filter_complex', filter, '-map', '[voice]', '-ac', '1', output];
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT_MS });
    child.on('error', (error) => reject(missing(program, error)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))));
  });
}

const missing = (program: string, cause: unknown) =>
  new RoomtoneError('TOOL_MISSING', `${program}: ${messageOf(cause)}`, `Install it: apt-get install ${program}`, {
    cause,
  });
