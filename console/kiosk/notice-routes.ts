// The notice for whoever is in the room: page, A4 PDF and QR code, without sign-in; and the operator's own words, which
// only an admin writes. Nothing here tells a version, a serial or a model.
import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { operatorSchema } from '../../shared/notice/configuration.ts';
import { type Notice, noticeOf } from '../../shared/notice/notice.ts';
import { noticeReadingSchema } from '../../shared/notice/reading.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from '../routes/contract.ts';
import type { KioskAddresses } from './kiosk-addresses.ts';
import { codeModules, codeSvg, isLoopbackHost, noticeAddress } from './notice-code.ts';
import { chooseLanguage } from './notice-language.ts';
import { noticePage } from './notice-page.ts';
import { NOTICE_FONTS } from './notice-pdf.ts';
import { NOTICE_STYLE } from './notice-style.ts';
import { PrintedNotices } from './printed-notices.ts';

const querystring = z.strictObject({ language: z.string().max(35).optional() });
type NoticeRequest = FastifyRequest & { readonly query: z.infer<typeof querystring> };
/** A PDF takes a good part of a second on a small box. */
const PRINT_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } } as const;

/** The notice on the device's own display says what is now, so it is asked for again. */
const REFRESH_SECONDS = 10;

export function addNoticeRoutes(
  app: ConsoleApp,
  parts: ConsoleParts & { readonly clock: Clock },
  kiosk: KioskAddresses,
): void {
  const printed = new PrintedNotices(parts.clock);
  const current = async (request: NoticeRequest): Promise<Notice> => {
    const { sense } = await parts.upstream.status();
    const language = chooseLanguage(request.query.language, request.headers['accept-language']);
    return noticeOf(await parts.notice.facts(sense), language);
  };

  app.get('/notice', { schema: { querystring }, config: { answers: 'file' } }, async (request, reply) => {
    const notice = await current(request);
    if (kiosk.has(request.ip)) reply.header('refresh', REFRESH_SECONDS);
    return inLanguage(reply, notice)
      .type('text/html; charset=utf-8')
      .send(noticePage(notice, hostOf(request)));
  });

  const printing = { schema: { querystring }, config: { answers: 'file', ...PRINT_LIMIT } } as const;
  app.get('/notice.pdf', printing, async (request, reply) => {
    const notice = await current(request);
    const host = hostOf(request);
    const pdf = await printed.get(notice, isLoopbackHost(host) ? null : noticeAddress(host));
    // A download: viewers inside browsers need more than the content policy of this device opens.
    const name = `attachment; filename="notice-${notice.language}.pdf"`;
    return inLanguage(reply, notice).type('application/pdf').header('content-disposition', name).send(pdf);
  });

  app.get('/notice.svg', { config: { answers: 'file' } }, (request, reply) =>
    reply.type('image/svg+xml').send(codeSvg(codeModules(noticeAddress(hostOf(request))))),
  );
  app.get('/notice.css', { config: { answers: 'file' } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(NOTICE_STYLE),
  );
  app.get('/notice.ttf', { config: { answers: 'file' } }, async (_request, reply) =>
    reply.type('font/ttf').send(await readFile(NOTICE_FONTS.regular)),
  );
  const reading = { schema: { querystring, response: { 200: noticeReadingSchema } } };
  app.get('/api/notice', reading, async (request) => {
    const { sense } = await parts.upstream.status();
    if (sense === null) throw senseSilent();
    const language = chooseLanguage(request.query.language, request.headers['accept-language']);
    return { revision: sense.noticeRevision, notice: noticeOf(await parts.notice.facts(sense), language) };
  });
  addOperatorRoutes(app, parts);
}

const senseSilent = () =>
  new RoomtoneError('SOCKET_UNREACHABLE', 'the sensing program gives no answer', 'It restarts by itself; try again.');

function addOperatorRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  app.get('/api/notice/operator', { schema: { response: { 200: operatorSchema } } }, async () =>
    parts.notice.operator(),
  );
  const schema = { body: operatorSchema, response: { 200: doneSchema } };
  app.put('/api/notice/operator', { schema }, async (request) => {
    await parts.notice.setOperator(request.body);
    await audit(parts, request, 'operator-stated');
    return DONE;
  });
}

const inLanguage = (reply: FastifyReply, { language }: Notice) =>
  reply.header('content-language', language).header('vary', 'accept-language');

/** The gate has refused requests without one. */
const hostOf = (request: FastifyRequest) => request.headers.host ?? 'localhost';
