// Set-up: claim the device, declare where it stands, confirm the notice. Each step can be done by itself and later.
import {
  claimDeviceRequestSchema,
  DONE,
  doneSchema,
  sessionResponseSchema,
  setupResponseSchema,
} from '../../shared/console-api.ts';
import { claimRequestSchema, noticeRequestSchema } from '../../shared/sense-api.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import { signIn } from '../sessions/session-cookie.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addSetupRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  app.get('/api/setup', { schema: { response: { 200: setupResponseSchema } } }, async () => ({
    claimed: parts.claim.isClaimed(),
    fingerprint: parts.certificates.describe()?.fingerprint ?? null,
  }));
  addClaim(app, parts);

  app.post('/api/context', { schema: { body: claimRequestSchema, response: { 200: doneSchema } } }, async (request) => {
    await parts.upstream.order('POST', '/v1/claim', request.body);
    await audit(parts, request, 'context-declared', request.body.context);
    return DONE;
  });

  app.post('/api/notice', { schema: { body: noticeRequestSchema, response: { 200: doneSchema } } }, async (request) => {
    await parts.upstream.order('POST', '/v1/notice', request.body);
    await audit(parts, request, 'notice-confirmed', `edition ${request.body.revision}`);
    return DONE;
  });
}

function addClaim(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { body: claimDeviceRequestSchema, response: { 200: sessionResponseSchema } };
  app.post('/api/setup/claim', { schema, config: STRICT_LIMIT }, async (request) => {
    const { code, password } = request.body;
    const admin = await parts.claim.redeem(code, password).catch(async (error: unknown) => {
      await audit(parts, request, 'claim-refused');
      throw error;
    });
    const session = await signIn(request, parts.sessions, admin);
    await audit(parts, request, 'claimed');
    return parts.sessions.describe(session);
  });
}
