import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { codeModules } from '../../../console/kiosk/notice-code.ts';
import { NOTICE_FONTS } from '../../../console/kiosk/notice-pdf.ts';
import { LABEL_MM, type LabelFacts, labelParts } from '../../../console/label/label.ts';
import { consoleAddresses } from '../../../console/label/label-facts.ts';
import { labelSvg } from '../../../console/label/label-svg.ts';
import { fingerprintLines } from '../../../shared/fingerprint.ts';

const FINGERPRINT = Array.from({ length: 32 }, (_, at) => (at * 7).toString(16).padStart(2, '0').toUpperCase()).join(
  ':',
);
const CODE = '7Q2K-M0ZD-9XVA';
const facts: LabelFacts = {
  device: 'rt-0a1b2c3d4e',
  addresses: ['https://foyer.local:8443', 'https://192.0.2.7:8443'],
  fingerprint: FINGERPRINT,
  validTo: new Date('2027-12-23'),
  claimCode: null,
};
const textsOf = (given: LabelFacts) => labelParts(given).flatMap((part) => (part.kind === 'text' ? [part.text] : []));
const codesOf = (given: LabelFacts) =>
  labelParts(given).flatMap((part) => (part.kind === 'code' ? [part.modules] : []));

const hostName = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/).map((name) => `https://${name}.local:65535`);
const address = fc.oneof(
  hostName,
  fc.ipV4().map((ip) => `https://${ip}:8443`),
  fc.ipV6().map((ip) => `https://[${ip}]:8443`),
);

describe('the label of a device', () => {
  it('fits its paper by the measure of its own fonts, whatever its names are', () => {
    const doc = new PDFDocument({ font: NOTICE_FONTS.regular });
    fc.assert(
      fc.property(fc.array(address, { maxLength: 5 }), fc.boolean(), (addresses, isSlip) => {
        for (const part of labelParts({ ...facts, addresses, claimCode: isSlip ? CODE : null })) {
          const width =
            part.kind === 'code'
              ? part.sizeMm
              : doc
                  .font(part.isBold ? NOTICE_FONTS.bold : NOTICE_FONTS.regular)
                  .fontSize(part.sizeMm)
                  .widthOfString(part.text);
          expect(part.x + width).toBeLessThanOrEqual(LABEL_MM.width - 2);
          expect(part.y + part.sizeMm * 1.3).toBeLessThanOrEqual(LABEL_MM.height - 2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('C1: holds no claim code, in words or in a QR code; only the slip does', () => {
    expect(textsOf(facts).join('\n')).not.toContain('claim');
    expect(codesOf(facts)).toEqual(
      ['https://foyer.local:8443/notice', 'https://foyer.local:8443'].map((text) => codeModules(text)),
    );
    const slip = { ...facts, claimCode: CODE };
    expect(textsOf(slip)).toContain(CODE);
    expect(codesOf(slip)).toEqual([codeModules(`https://foyer.local:8443/#/setup/claim/${CODE}`)]);
  });

  it('shows the whole fingerprint in lines of eight pairs', () => {
    const lines = fingerprintLines(FINGERPRINT);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('00:07:0E:15   1C:23:2A:31');
    expect(lines.join(':').replaceAll('   ', ':')).toBe(FINGERPRINT);
    expect(textsOf(facts)).toEqual(expect.arrayContaining([...lines]));
  });

  it('has no QR code and no address of others where the console listens on the device alone', () => {
    const alone = { ...facts, addresses: consoleAddresses(['localhost', '127.0.0.1', '::1'], 8_443, null) };
    expect(codesOf(alone)).toEqual([]);
    expect(textsOf(alone)).toContain('on the device itself: https://localhost');
  });

  it('prints the name that lasts longest first, the one that was asked for before all', () => {
    const names = [
      'localhost',
      'foyer',
      '2001:db8::7',
      '192.0.2.7',
      'foyer.local',
      '*.example.org',
      'room.example.org',
    ];
    const all = consoleAddresses(names, 443, null);
    expect(all).toEqual([
      'https://room.example.org',
      'https://foyer.local',
      'https://192.0.2.7',
      'https://foyer',
      'https://[2001:db8::7]',
    ]);
    expect(consoleAddresses(names, 8_443, '192.0.2.7').slice(0, 2)).toEqual([
      'https://192.0.2.7:8443',
      'https://room.example.org:8443',
    ]);
  });

  it('is well-formed as an SVG, whatever the device is called', () => {
    const svg = labelSvg(labelParts({ ...facts, device: 'a<b>&"c' }), 'A & B');
    expect(svg).toContain('a&lt;b&gt;&amp;&quot;c');
    expect(svg).toContain('<title>A &amp; B</title>');
  });
});
