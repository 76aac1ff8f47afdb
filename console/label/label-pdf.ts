// The label as a PDF of its own size, for any printer: fonts embedded, as the notice has them.
import PDFDocument from 'pdfkit';
import { QUIET_ZONE } from '../kiosk/notice-code.ts';
import { bytesOf, NOTICE_FONTS, paintCode } from '../kiosk/notice-pdf.ts';
import { LABEL_MM, type LabelPart } from './label.ts';

const PT_PER_MM = 72 / 25.4;
/** The font leaves room for marks above its letters: what is taken off, in times the size. */
const ASCENT_TRIM = 0.2;

export function labelPdf(parts: readonly LabelPart[], title: string, madeAt: Date): Promise<Buffer> {
  const doc = new PDFDocument({
    size: [LABEL_MM.width * PT_PER_MM, LABEL_MM.height * PT_PER_MM],
    margin: 0,
    font: NOTICE_FONTS.regular,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: 'en',
    info: { Title: title, Producer: 'Roomtone', Creator: 'Roomtone', CreationDate: madeAt },
  });
  const whole = bytesOf(doc);
  doc.registerFont('regular', NOTICE_FONTS.regular).registerFont('bold', NOTICE_FONTS.bold);
  for (const part of parts) {
    if (part.kind === 'text') drawText(doc, part);
    else drawCode(doc, part);
  }
  doc.end();
  return whole;
}

function drawText(doc: PDFKit.PDFDocument, part: LabelPart & { readonly kind: 'text' }): void {
  const { x, y, sizeMm, isBold, text } = part;
  const size = sizeMm * PT_PER_MM;
  const draw = () =>
    doc
      .font(isBold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor('#000000')
      .text(text, x * PT_PER_MM, y * PT_PER_MM - size * ASCENT_TRIM, { lineBreak: false });
  doc.addStructure(doc.struct('P', {}, () => void draw()));
}

function drawCode(
  doc: PDFKit.PDFDocument,
  { x, y, sizeMm, modules, says }: LabelPart & { readonly kind: 'code' },
): void {
  const modulePt = (sizeMm * PT_PER_MM) / (modules.length + 2 * QUIET_ZONE);
  const quietPt = QUIET_ZONE * modulePt;
  const place = { leftPt: x * PT_PER_MM + quietPt, topPt: y * PT_PER_MM + quietPt, modulePt };
  doc.addStructure(doc.struct('Figure', { alt: `QR: ${says}` }, () => paintCode(doc, modules, place)));
}
