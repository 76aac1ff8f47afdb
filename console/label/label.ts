// What stands on a device's label, laid out once in millimetres for paper of 62 × 100; PDF and SVG draw the same parts.
// A label for the device holds nothing that opens it. The slip for its box holds the claim code, which dies with the claim.
import { fingerprintLines } from '../../shared/fingerprint.ts';
import { type CodeModules, codeModules } from '../kiosk/notice-code.ts';

export const LABEL_MM = { width: 62, height: 100 } as const;
const MARGIN_MM = 4;
const ROOM_MM = LABEL_MM.width - 2 * MARGIN_MM;
const CODE_MM = 24;
const LINE = 1.35;
/** Of the size of the type: what letters take at most in the fonts that draw this. */
const [WIDE_LETTER, LETTER] = [0.95, 0.62];
/** Smaller than that nobody types from paper: what does not fit then is left out. */
const SIZE_MIN_MM = 0.9;
const ADDRESSES_MAX = 3;
/** The slip needs the room for its code. */
const SLIP_ADDRESSES_MAX = 2;

export interface LabelFacts {
  /** Null before enrolment. */
  readonly device: string | null;
  /** `https://name:8443`, the best to type first; empty where the console is reached from the device alone. */
  readonly addresses: readonly string[];
  /** SHA-256 in hexadecimal pairs parted by colons. */
  readonly fingerprint: string;
  readonly validTo: Date;
  /** For the slip alone, while nobody has claimed the device. */
  readonly claimCode: string | null;
}

/** Millimetres from the upper left corner; `y` is the upper edge. */
export type LabelPart =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly sizeMm: number;
      readonly isBold: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'code';
      readonly x: number;
      readonly y: number;
      readonly sizeMm: number;
      readonly modules: CodeModules;
      /** What it opens, for whoever cannot see it. */
      readonly says: string;
    };

/** Each part stands below the one before. */
class Column {
  readonly parts: LabelPart[] = [];
  #y: number = MARGIN_MM;

  text(text: string, sizeMm: number, isBold = false): this {
    const fitting = Math.min(sizeMm, ROOM_MM / widthOf(text));
    if (text === '' || fitting < SIZE_MIN_MM) return this;
    this.parts.push({ kind: 'text', x: MARGIN_MM, y: this.#y, sizeMm: fitting, isBold, text });
    this.#y += fitting * LINE;
    return this;
  }

  gap(mm: number): this {
    this.#y += mm;
    return this;
  }

  /** A code in the left half, or the right, with its captions beneath; the column goes on below when `isLast`. */
  code(address: string, captions: readonly [string, string], isRight: boolean, isLast: boolean): this {
    const x = isRight ? LABEL_MM.width - MARGIN_MM - CODE_MM : MARGIN_MM;
    const modules = codeModules(address);
    this.parts.push({ kind: 'code', x, y: this.#y, sizeMm: CODE_MM, modules, says: captions.join(' ') });
    for (const [index, text] of captions.entries()) {
      const y = this.#y + CODE_MM + 0.6 + index * 2.3 * LINE;
      this.parts.push({ kind: 'text', x: x + 1.6, y, sizeMm: 2.1, isBold: index === 0, text });
    }
    if (isLast) this.#y += CODE_MM + 0.6 + 2 * 2.3 * LINE;
    return this;
  }
}

/** In times the size of the type. */
const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + (/[mw]/i.test(letter) ? WIDE_LETTER : LETTER), 0);

export const claimAddress = (address: string, code: string) => `${address}/#/setup/claim/${code}`;

export function labelParts(facts: LabelFacts): readonly LabelPart[] {
  const column = new Column();
  if (facts.claimCode === null) addDevice(column, facts);
  else addSlip(column, facts, facts.claimCode);
  addAddresses(column, facts);
  addFingerprint(column, facts);
  return column.parts;
}

/** What is sensed changes with the settings, so a label that stays points to the notice instead of saying it. */
function addDevice(column: Column, { device, addresses: [address] }: LabelFacts): void {
  column
    .text('Roomtone', 5.2, true)
    .text(device ?? '', 2.9)
    .gap(1.2);
  if (address === undefined) return;
  column.code(`${address}/notice`, ['For everybody:', 'what is sensed here'], false, false);
  column.code(address, ['For its admins:', 'the console'], true, true).gap(1.4);
}

function addSlip(column: Column, { device, addresses: [address] }: LabelFacts, code: string): void {
  column
    .text('Claim this Roomtone', 4.4, true)
    .text(device ?? '', 2.9)
    .gap(0.6);
  column.text(code, 5.4, true);
  column.text('Makes whoever holds it the admin, once.', 2);
  column.text('Keep this slip in the box, never on the device.', 2);
  column.text('Worthless as soon as the device is claimed.', 2).gap(0.4);
  if (address === undefined) return;
  column.code(claimAddress(address, code), ['To claim it:', 'scan with a phone'], false, true).gap(0.6);
}

function addAddresses(column: Column, { addresses, claimCode }: LabelFacts): void {
  column.text('Console', 2.4, true);
  if (addresses.length === 0) column.text('on the device itself: https://localhost', 2.4);
  const most = claimCode === null ? ADDRESSES_MAX : SLIP_ADDRESSES_MAX;
  for (const address of addresses.slice(0, most)) column.text(address, 2.6);
  column.gap(1);
  const [first] = addresses;
  if (claimCode !== null || first === undefined) return;
  column.text('What is sensed here', 2.4, true).text(`${first}/notice`, 2.6).gap(1);
}

function addFingerprint(column: Column, { fingerprint, validTo }: LabelFacts): void {
  column.text('Fingerprint of its certificate (SHA-256)', 2.4, true);
  for (const line of fingerprintLines(fingerprint)) column.text(line, 2.7);
  const until = validTo.toISOString().slice(0, 10);
  column.gap(0.6).text('Compare it with what the browser shows. It changes', 2);
  column.text(`by ${until}, and when the names of the device do.`, 2);
}
