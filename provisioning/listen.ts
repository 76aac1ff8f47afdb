// `roomtone listen`: what the device makes of a sentence in a sound file, and why.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { RoomtoneError } from '../shared/errors.ts';
import { type Sentence, type SentenceUtterance, sentenceSchema } from '../shared/sentence.ts';
import { commandOptions } from './command-options.ts';
import { nodeArguments } from './own-program.ts';

const USAGE = 'roomtone listen --file FILE [--json]';
const HELP = `${USAGE}

Say a sentence into a recorder and try it here: the utterances that the device hears in it, how they sound, how far they
stand out from the noise, and why one is not read. Nothing is kept.

  --file FILE       a sound or video file, up to a minute
  --state DIR       of the device: in a workplace or a school nothing is read (default: .roomtone)
  --manifests DIR   other models (default: those of the installation)
  --models DIR      where their artifacts lie
  --json            the same as one JSON object
`;

/** @returns the exit code */
export async function listenCommand(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.file === undefined) throw new RoomtoneError('USAGE', '--file is missing', USAGE);
  const sentence = await askSense(options);
  process.stdout.write(options.json ? `${JSON.stringify(sentence, null, 2)}\n` : `${describe(sentence)}\n`);
  return 0;
}

type Options = ReturnType<typeof parseOptions>;

/** Sound is sense's to hear; the command runs its program, from the sources or from the build. */
async function askSense({ file = '', state, models, manifests }: Options): Promise<Sentence> {
  const program = nodeArguments('device/sense/speech/listen-main');
  const named = Object.entries({ file, state, models, manifests });
  const folders = named.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, resolve(value)]));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...program, ...folders], {
      timeout: 120_000,
    });
    return sentenceSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw toldBy(error) ?? error;
  }
}

const toldSchema = z.strictObject({ code: z.string(), message: z.string(), hint: z.string() });

/** The error that the program printed in its last line; undefined where it said none. */
function toldBy(error: unknown): RoomtoneError | undefined {
  const stderr = String((error as { readonly stderr?: unknown }).stderr ?? '');
  const last = stderr.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) return undefined;
  const { code, message, hint } = toldSchema.parse(JSON.parse(last));
  return new RoomtoneError(code, message, hint, { cause: error });
}

/** A paragraph an utterance. */
export function describe({ seconds, utterances }: Sentence): string {
  if (utterances.length === 0) return `Nobody was heard in ${seconds} s: at least 0.8 s of a voice are needed.`;
  return utterances.map(describeOne).join('\n\n');
}

function describeOne({ beginsSeconds, seconds, mood, why, ...sound }: SentenceUtterance): string {
  const heard = `${sound.loudnessDb} dB, ${sound.signalToNoiseDb} dB above the noise`;
  const likeliest = Object.entries(sound.probabilities ?? {}).sort(([, a], [, b]) => b - a);
  const shares = likeliest.map(([emotion, share]) => `${emotion} ${Math.round(share * 100)} %`).join(', ');
  return [
    `${beginsSeconds} s, ${seconds} s long, ${heard}`,
    `  ${mood}: ${why}`,
    ...(shares === '' ? [] : [`  ${shares}`]),
  ].join('\n');
}

function parseOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const state = { ...text, default: '.roomtone' };
  const options = {
    file: text,
    state,
    models: text,
    manifests: text,
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  return commandOptions(args, options, USAGE);
}
