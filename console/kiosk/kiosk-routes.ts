// The kiosk's page and what it asks without sign-in: what is on and off, how the last hours felt by released windows
// alone, and one tap on a face. Only the display of the device and allowed addresses may ask; a tap comes from this
// device's own pages or is refused by the gate.
import { z } from 'zod';
import { type KioskState, kioskStateSchema, tapRequestSchema, tapResponseSchema } from '../../shared/kiosk-api.ts';
import { windowsResponseSchema } from '../../shared/link-api.ts';
import { NOTICE_LANGUAGES } from '../../shared/notice/languages.ts';
import { editionOf } from '../../shared/notice/notice.ts';
import { feedbackResponseSchema } from '../../shared/sense-api.ts';
import { STREAMS } from '../../shared/vocabulary.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from '../routes/contract.ts';
import type { KioskAddresses } from './kiosk-addresses.ts';

/** The language of the house, for the page to read. */
const languageQuery = z.strictObject({ language: z.enum(NOTICE_LANGUAGES).optional() });
/** Sense counts one tap in ten seconds; a child that drums on the glass is not sent on for ever. */
const TAP_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } } as const;

export function addKioskRoutes(app: ConsoleApp, parts: ConsoleParts, kiosk: KioskAddresses): void {
  const preHandler = async (request: { readonly ip: string }) => kiosk.admit(request);

  const page = { schema: { querystring: languageQuery }, config: { answers: 'file' }, preHandler } as const;
  app.get('/kiosk', page, (_request, reply) => reply.sendFile('kiosk.html', parts.webFolder));
  app.get('/api/kiosk/mood', { schema: { response: { 200: windowsResponseSchema } }, preHandler }, () => moodOf(parts));
  app.get('/api/kiosk', { schema: { response: { 200: kioskStateSchema } }, preHandler }, () => stateOf(parts));

  const schema = { body: tapRequestSchema, response: { 200: tapResponseSchema } };
  app.post('/api/kiosk/feedback', { schema, config: TAP_LIMIT, preHandler }, async (request) => {
    const { feeling } = request.body;
    const { counted } = await parts.upstream.askSense({
      method: 'POST',
      path: '/v1/feedback',
      body: { tap: feeling },
      response: feedbackResponseSchema,
    });
    const textKept = await parts.feedbackTexts.keep(request.body);
    return { counted, textKept };
  });
}

/** The newest windows of moods: five days of a quarter of an hour each, two hours of the demo's. */
const moodOf = ({ upstream }: ConsoleParts) => upstream.windows({ stream: 'mood', limit: 500 });

async function stateOf({ upstream, notice }: ConsoleParts): Promise<KioskState> {
  const { sense } = await upstream.status();
  const { state, configuration, operatorRevision = 0 } = await notice.facts(sense);
  const isSetUp = configuration !== null && configuration.context !== null;
  return {
    state,
    on: isSetUp ? STREAMS.filter((stream) => configuration.shares[stream] !== undefined) : [],
    aimingEndsInSeconds: sense?.aiming.endsInSeconds ?? null,
    edition: isSetUp ? editionOf(configuration.noticeRevision, operatorRevision) : null,
  };
}
