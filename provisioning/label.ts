// `roomtone label`: the label that is stuck on a device, or the slip with a claim code that lies in its box.
import { resolve } from 'node:path';
import { CryptoRandom } from '../device/runtime/random.ts';
import { RoomtoneError } from '../shared/errors.ts';
import { prepareSlip } from './claim.ts';
import { commandOptions } from './command-options.ts';
import { runOwnProgram } from './own-program.ts';

const HELP = `roomtone label [--out FILE.pdf|FILE.svg] [--json]

The label of this device, 62 × 100 mm: its name, where its console and its notice are found, with QR codes, and the
fingerprint of its certificate. Without --out it is said on the terminal. The console prints the same on its page Access,
and alone knows a certificate that the start was given by files.

  --out FILE        a PDF or an SVG, by the ending
  --claim           the slip for the box of a device that nobody has claimed, with a claim code of its own. It makes every
                    earlier code worthless and holds through restarts, until the claim, a reset or the next slip. Keep it
                    apart from the device
  --address NAME    the name or address to print first (default: a name before an address)
  --port PORT       of the console (default: 8443)
  --state DIR       of the device (default: .roomtone)
  --json            the same as one JSON object
`;

/** @returns the exit code */
export async function labelCommand(args: readonly string[]): Promise<number> {
  const { help, claim, json, ...named } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const given = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const code = claim ? await codeOfSlip(resolve(named.state)) : null;
  // By the environment, which other users cannot read, unlike arguments.
  const env = { ...process.env, ...(code === null ? {} : { ROOMTONE_CLAIM_CODE: code }) };
  return runOwnProgram('console/label/label-main', [...given, ...(json ? ['--json'] : [])], env);
}

async function codeOfSlip(stateFolder: string): Promise<string> {
  const code = await prepareSlip(stateFolder, new CryptoRandom());
  if (code !== null) return code;
  throw new RoomtoneError('ALREADY_CLAIMED', 'this device is claimed', 'Only an unclaimed device has a claim code.');
}

function parseOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const state = { ...text, default: '.roomtone' };
  const options = {
    state,
    out: text,
    port: text,
    address: text,
    claim: flag,
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  return commandOptions(args, options, 'See `roomtone label --help`.');
}
