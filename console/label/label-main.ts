// Makes the label of a device, or the slip of its box, from its state folder; reads only, so it may run beside the console.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SystemClock } from '../../device/runtime/clock.ts';
import { exitCodeOf } from '../../device/runtime/exit-codes.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../shared/errors.ts';
import { fingerprintLines } from '../../shared/fingerprint.ts';
import { claimAddress, type LabelFacts, labelParts } from './label.ts';
import { keptCertificate, labelFacts } from './label-facts.ts';
import { labelPdf } from './label-pdf.ts';
import { labelSvg } from './label-svg.ts';

const HINT = 'See `roomtone label --help`.';

async function main(): Promise<void> {
  const { state, out, json, port, address } = parseOptions();
  const clock = new SystemClock();
  const stateFolder = resolve(state);
  const certificate = await keptCertificate(stateFolder, clock.wallMs());
  const first = address?.toLowerCase() ?? null;
  if (first !== null && !certificate.names.includes(first)) {
    throw usage(`the certificate does not cover '${first}', but ${certificate.names.join(', ')}`);
  }
  const claimCode = process.env['ROOMTONE_CLAIM_CODE'] ?? null;
  const facts = await labelFacts({ stateFolder, certificate, port: Number(port), first, claimCode });
  if (out !== undefined) await save(resolve(out), facts, new Date(clock.wallMs()));
  if (json) process.stdout.write(`${JSON.stringify({ ...facts, out: out === undefined ? null : resolve(out) })}\n`);
  else process.stdout.write(out === undefined ? `${describe(facts)}\n` : `${resolve(out)}\n`);
}

/** A slip opens an unclaimed device: its file is for its owner alone. @throws RoomtoneError `REPORT_UNWRITABLE` */
async function save(path: string, facts: LabelFacts, madeAt: Date): Promise<void> {
  const title = facts.claimCode === null ? 'Label of a Roomtone' : 'Claim slip of a Roomtone';
  const parts = labelParts(facts);
  const content = path.endsWith('.svg') ? labelSvg(parts, title) : await labelPdf(parts, title, madeAt);
  await writeFile(path, content, { mode: facts.claimCode === null ? 0o644 : 0o600 }).catch((error: unknown) => {
    throw new RoomtoneError('REPORT_UNWRITABLE', `${path} cannot be written: ${messageOf(error)}`, HINT);
  });
}

function describe({ device, addresses, fingerprint, validTo, claimCode }: LabelFacts): string {
  const [address] = addresses;
  const lines = [
    `device       ${device ?? 'without a name yet'}`,
    ...(claimCode === null ? [] : [`claim        ${claimCode}   (for the slip in its box, never on the device)`]),
    ...(claimCode === null || address === undefined ? [] : [`             ${claimAddress(address, claimCode)}`]),
    `console      ${addresses.length === 0 ? 'on the device itself' : addresses.join('\n             ')}`,
    ...(address === undefined ? [] : [`notice       ${address}/notice`]),
    `fingerprint  ${fingerprintLines(fingerprint).join('\n             ')}`,
    `             until ${validTo.toISOString().slice(0, 10)}, or until its names change`,
  ];
  return lines.join('\n');
}

function parseOptions() {
  const options = {
    state: { type: 'string', default: '.roomtone' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
    port: { type: 'string', default: '8443' },
    address: { type: 'string' },
  } as const;
  try {
    const { values } = parseArgs({ options, strict: true });
    if (values.out !== undefined && !/\.(pdf|svg)$/.test(values.out)) throw usage('--out takes a .pdf or a .svg');
    if (!/^\d{1,5}$/.test(values.port)) throw usage('--port takes a number');
    return values;
  } catch (error) {
    throw isRoomtoneError(error) ? error : usage(messageOf(error));
  }
}

const usage = (message: string) => new RoomtoneError('USAGE', message, HINT);

try {
  await main();
} catch (error) {
  const hint = isRoomtoneError(error) ? error.hint : HINT;
  process.stderr.write(`${isRoomtoneError(error) ? error.code : 'INTERNAL'}: ${messageOf(error)}. ${hint}\n`);
  process.exitCode = exitCodeOf(error);
}
