// `roomtone sources` (and `npm start -- --list-sources`): what can be watched and heard on this machine, and why not.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ListedFormat, type ListedSource, sourceListSchema } from '../shared/source-list.ts';
import { commandOptions } from './command-options.ts';
import { nodeArguments } from './own-program.ts';

const HELP = `roomtone sources [--json]

Lists the cameras and microphones of this machine, by names that survive a reboot. Write a camera's name after
--source and a microphone's after --microphone. Files, network cameras and the demo need no listing:
  --source demo | FILE | rtsp://HOST/PATH | http(s)://HOST/PATH
`;

/** @returns the exit code */
export async function sourcesCommand(args: readonly string[]): Promise<number> {
  const { json, help } = parseOptions(args);
  if (help) process.stdout.write(HELP);
  else await printSources({ json, write: (text) => process.stdout.write(text) });
  return 0;
}

export async function printSources(options: {
  readonly json: boolean;
  readonly write: (text: string) => void;
}): Promise<void> {
  const { sources } = await askSense();
  options.write(options.json ? `${JSON.stringify({ sources }, null, 2)}\n` : `${describe(sources)}\n`);
}

/** Devices are sense's to look at; the command runs its program, from the sources or from the build. */
async function askSense() {
  const program = nodeArguments('device/sense/capture/list-main');
  const { stdout } = await promisify(execFile)(process.execPath, program, { timeout: 60_000 });
  return sourceListSchema.parse(JSON.parse(stdout));
}

function parseOptions(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  return commandOptions(args, { json: flag, help: { ...flag, short: 'h' } }, 'roomtone sources [--json]');
}

/** A paragraph a source; the last line says what to do where there is none. */
export function describe(sources: readonly ListedSource[]): string {
  const parts = (['camera', 'microphone'] as const).map((kind) => {
    const found = sources.filter((source) => source.kind === kind);
    return found.length === 0 ? `No ${kind} found.` : found.map(describeOne).join('\n');
  });
  return parts.join('\n');
}

function describeOne({ source, name, reason, formats }: ListedSource): string {
  const lines = [`${source}`, `  ${name}${reason === null ? '' : ` (can't be used: ${reason})`}`];
  return [...lines, ...sizesByFormat(formats).map((line) => `  ${line}`)].join('\n');
}

function sizesByFormat(formats: readonly ListedFormat[]): readonly string[] {
  const names = [...new Set(formats.map(({ format }) => format))];
  return names.map((name) => {
    const sizes = formats.filter(({ format }) => format === name).map(describeSize);
    return `${name}: ${sizes.join(', ')}`;
  });
}

const describeSize = ({ widthPx, heightPx, rates }: ListedFormat) =>
  `${widthPx}×${heightPx}${rates.length === 0 ? '' : ` at ${rates.join(', ')} a second`}`;
