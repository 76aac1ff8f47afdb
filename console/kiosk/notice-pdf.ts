// The notice as a PDF: exactly one A4 side to print and post, made on the device. Its fonts are embedded, and their
// shaping of Devanagari is the shaper's of HarfBuzz glyph by glyph (a test compares the two on every Hindi sentence).
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Notice, NoticeField } from '../../shared/notice/notice.ts';
import { type CodeModules, QUIET_ZONE } from './notice-code.ts';

const { resolve } = createRequire(import.meta.url);
const FAMILY = '@expo-google-fonts/noto-sans-devanagari';
/** Latin and Devanagari in one file each (SIL Open Font License 1.1). */
export const NOTICE_FONTS = {
  regular: resolve(`${FAMILY}/400Regular/NotoSansDevanagari_400Regular.ttf`),
  bold: resolve(`${FAMILY}/700Bold/NotoSansDevanagari_700Bold.ttf`),
} as const;

const MARGIN_PT = 48;
const CODE_PT = 96;
/** Largest that fits is taken; under the smallest nobody reads a posted sheet. */
const SIZE_MAX_PT = 13.5;
const SIZE_MIN_PT = 7;
const SIZE_STEP_PT = 0.25;
/** Taken off the height of a line, in times its size: the font leaves room for marks taller than Hindi has. */
const LINE_TRIM = 0.12;
const BLACK = '#000000';
const GREY = '#4c5a58';

export interface NoticePdf {
  readonly notice: Notice;
  /** Null where the address is of no use to others. */
  readonly code: { readonly modules: CodeModules; readonly address: string } | null;
  readonly madeAt: Date;
}

interface Block {
  readonly role: 'H1' | 'H2' | 'P';
  readonly text: string;
  readonly isBold: boolean;
  /** Times the size of the text. */
  readonly scale: number;
  /** Space above, in times the size of the text. */
  readonly above: number;
  readonly colour: string;
  /** A line to be filled in by hand follows. */
  readonly hasRule: boolean;
}

export function noticePdf(options: NoticePdf): Promise<Buffer> {
  const { notice, madeAt } = options;
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN_PT,
    font: NOTICE_FONTS.regular,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: notice.language,
    info: { Title: notice.title, Producer: 'Roomtone', Creator: 'Roomtone', CreationDate: madeAt },
  });
  const whole = bytesOf(doc);
  doc.registerFont('regular', NOTICE_FONTS.regular).registerFont('bold', NOTICE_FONTS.bold);
  const hasCode = options.code !== null;
  const blocks = blocksOf(options);
  draw(doc, blocks, fittingSize(doc, blocks, hasCode), hasCode);
  if (options.code !== null) drawCode(doc, options.code.modules, notice.title);
  doc.end();
  return whole;
}

/** All that the document has written, once it has ended. */
export function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((fulfil, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => fulfil(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

/** Of this moment nothing is printed: paper outlives it. Where nothing is set up, that is all there is to say. */
function blocksOf({ notice, code }: NoticePdf): readonly Block[] {
  const { title, now, sections, edition } = notice;
  const last = [edition, code?.address].filter((text) => text !== null && text !== undefined).join('  ·  ');
  return [
    block('H1', title, { isBold: true, scale: 1.9 }),
    ...(edition === null ? [block('P', now, { above: 0.8 })] : []),
    ...sections.flatMap(({ id, heading, sentences, fields }) => [
      block('H2', heading, { isBold: true, scale: 1.12, above: 0.8 }),
      ...(sentences.length === 0 ? [] : [block('P', sentences.join(' '))]),
      ...fields.map((field) => fieldBlock(field, id === 'who')),
    ]),
    ...(last === '' ? [] : [block('P', last, { scale: 0.85, above: 1.1, colour: GREY })]),
  ];
}

function fieldBlock({ label, value }: NoticeField, isBold: boolean): Block {
  if (value === null) return block('P', `${label}:`, { hasRule: true, above: 0.3 });
  return block('P', `${label}: ${value}`, { isBold, above: 0.1 });
}

function block(role: Block['role'], text: string, given: Partial<Block> = {}): Block {
  return { role, text, isBold: false, scale: 1, above: 0, colour: BLACK, hasRule: false, ...given };
}

/** The smallest is taken even where it does not fit: the limits of the operator's words prevent that. */
function fittingSize(doc: PDFKit.PDFDocument, blocks: readonly Block[], hasCode: boolean): number {
  const roomPt = doc.page.height - 2 * MARGIN_PT;
  const fits = (size: number) => blocks.reduce((sum, each) => sum + heightOf(doc, each, size, hasCode), 0) <= roomPt;
  let [small, large] = [SIZE_MIN_PT, SIZE_MAX_PT];
  if (fits(large)) return large;
  while (large - small > SIZE_STEP_PT) {
    const middle = (small + large) / 2;
    if (fits(middle)) small = middle;
    else large = middle;
  }
  return small;
}

function heightOf(doc: PDFKit.PDFDocument, each: Block, size: number, hasCode: boolean): number {
  const height = textHeight(doc, each, size, hasCode);
  const atLeast = each.role === 'H1' && hasCode ? Math.max(height, CODE_PT) : height;
  return each.above * size + atLeast + (each.hasRule ? size : 0);
}

function textHeight(doc: PDFKit.PDFDocument, each: Block, size: number, hasCode: boolean): number {
  setFont(doc, each, size);
  return doc.heightOfString(each.text, textOptions(doc, each, size, hasCode));
}

function setFont(doc: PDFKit.PDFDocument, { isBold, scale }: Block, size: number): void {
  doc.font(isBold ? 'bold' : 'regular').fontSize(size * scale);
}

/** The title leaves the corner to the code. */
function textOptions(doc: PDFKit.PDFDocument, { role, scale }: Block, size: number, hasCode: boolean) {
  const full = doc.page.width - 2 * MARGIN_PT;
  const width = role === 'H1' && hasCode ? full - CODE_PT - MARGIN_PT / 2 : full;
  return { width, lineGap: -LINE_TRIM * size * scale };
}

function draw(doc: PDFKit.PDFDocument, blocks: readonly Block[], size: number, hasCode: boolean): void {
  let top = MARGIN_PT;
  for (const each of blocks) {
    const at = top + each.above * size;
    const structure = doc.struct(each.role, {}, () => {
      setFont(doc, each, size);
      doc.fillColor(each.colour).text(each.text, MARGIN_PT, at, textOptions(doc, each, size, hasCode));
    });
    doc.addStructure(structure);
    if (each.hasRule) drawRule(doc, each, size, at);
    top += heightOf(doc, each, size, hasCode);
  }
}

/** From the end of the label to the margin, on the line of its text. */
function drawRule(doc: PDFKit.PDFDocument, each: Block, size: number, at: number): void {
  setFont(doc, each, size);
  const from = MARGIN_PT + doc.widthOfString(each.text) + size / 2;
  const y = at + doc.heightOfString(each.text) * 0.8;
  asDecoration(doc, () =>
    doc
      .moveTo(from, y)
      .lineTo(doc.page.width - MARGIN_PT, y)
      .lineWidth(0.6)
      .stroke(GREY),
  );
}

function drawCode(doc: PDFKit.PDFDocument, modules: CodeModules, title: string): void {
  const modulePt = CODE_PT / (modules.length + 2 * QUIET_ZONE);
  const left = doc.page.width - MARGIN_PT - CODE_PT;
  const draw = () => paintCode(doc, modules, { leftPt: left + QUIET_ZONE * modulePt, topPt: MARGIN_PT, modulePt });
  doc.addStructure(doc.struct('Figure', { alt: `QR: ${title}` }, draw));
}

interface CodePlace {
  /** Of the first module; what is free around it is the caller's. */
  readonly leftPt: number;
  readonly topPt: number;
  readonly modulePt: number;
}

export function paintCode(doc: PDFKit.PDFDocument, modules: CodeModules, { leftPt, topPt, modulePt }: CodePlace): void {
  for (const [y, row] of modules.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (isDark) doc.rect(leftPt + x * modulePt, topPt + y * modulePt, modulePt, modulePt);
    }
  }
  doc.fill(BLACK);
}

/** What a screen reader passes over. */
function asDecoration(doc: PDFKit.PDFDocument, paint: () => void): void {
  doc.markContent('Artifact');
  paint();
  doc.endMarkedContent();
}
