// The certificate: what is shown, bringing one of one's own, and going back to the device's.
import {
  bringCertificateRequestSchema,
  certificateResponseSchema,
  confirmedRequestSchema,
} from '../../shared/console-access.ts';
import { audit } from '../audit/request-audit.ts';
import { notFound } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addCertificateRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { certificates } = parts;
  const response = { 200: certificateResponseSchema };
  const shown = () => {
    const described = certificates.describe();
    if (described === null) throw notFound('certificate');
    return described;
  };
  app.get('/api/certificate', { schema: { response } }, async () => shown());

  const bringing = { body: bringCertificateRequestSchema, response };
  app.put('/api/certificate', { schema: bringing, config: STRICT_LIMIT }, async (request) => {
    const { certificate, key, password } = request.body;
    await confirmPassword(parts, request, password);
    await certificates.bring(certificate, key);
    await audit(parts, request, 'certificate-brought', shown().fingerprint);
    return shown();
  });

  const dropping = { body: confirmedRequestSchema, response };
  app.delete('/api/certificate', { schema: dropping, config: STRICT_LIMIT }, async (request) => {
    await confirmPassword(parts, request, request.body.password);
    await certificates.drop();
    await audit(parts, request, 'certificate-dropped', shown().fingerprint);
    return shown();
  });
}
