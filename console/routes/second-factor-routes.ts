// The second factor, each one's own: look, set up, switch off.
import type { FastifyRequest } from 'fastify';
import {
  confirmedRequestSchema,
  disableSecondFactorRequestSchema,
  enableSecondFactorRequestSchema,
  recoveryCodesSchema,
  secondFactorOfferSchema,
  secondFactorResponseSchema,
} from '../../shared/console-access.ts';
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { base32, otpauthUri } from '../accounts/totp.ts';
import { audit } from '../audit/request-audit.ts';
import { codeWrong, signInRequired } from '../errors.ts';
import { codeModules } from '../kiosk/notice-code.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

const VIEWER = { role: 'viewer' } as const;
const STRICT = { ...STRICT_LIMIT, ...VIEWER } as const;

export function addSecondFactorRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { secondFactor } = parts;
  app.get(
    '/api/second-factor',
    { schema: { response: { 200: secondFactorResponseSchema } }, config: VIEWER },
    async (request) => secondFactor.describe(nameOf(request)),
  );

  const offering = { body: confirmedRequestSchema, response: { 200: secondFactorOfferSchema } };
  app.post('/api/second-factor', { schema: offering, config: STRICT }, async (request) => {
    const { name } = await confirmPassword(parts, request, request.body.password);
    const secret = secondFactor.offer(name);
    const uri = otpauthUri(secret, name, deviceName(request.headers.host));
    const qr = codeModules(uri).map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''));
    return { secret: base32(secret), uri, qr };
  });

  const enabling = { body: enableSecondFactorRequestSchema, response: { 200: recoveryCodesSchema } };
  app.put('/api/second-factor', { schema: enabling, config: STRICT }, async (request) => {
    const recoveryCodes = await secondFactor.enable(nameOf(request), request.body.code);
    await audit(parts, request, 'second-factor-on');
    return { recoveryCodes: [...recoveryCodes] };
  });

  const disabling = { body: disableSecondFactorRequestSchema, response: { 200: doneSchema } };
  app.delete('/api/second-factor', { schema: disabling, config: STRICT }, async (request) => {
    const { password, code } = request.body;
    const { name } = await confirmPassword(parts, request, password);
    if (!(await secondFactor.take(name, code))) {
      await audit(parts, request, 'code-refused');
      throw codeWrong();
    }
    await secondFactor.forget(name);
    await audit(parts, request, 'second-factor-off');
    return DONE;
  });
}

function nameOf({ signedIn }: Pick<FastifyRequest, 'signedIn'>): string {
  if (signedIn === null) throw signInRequired();
  return signedIn.name;
}

/** As the person calls it: the name in the address, without its port. */
const deviceName = (host: string | undefined) => (host ?? 'room').replace(/:\d+$/, '');
