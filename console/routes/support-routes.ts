// The support bundle and the reset: both by an admin who gives the password again.
import { join } from 'node:path';
import { DurableFile } from '../../device/runtime/durable-file.ts';
import {
  confirmedRequestSchema,
  RESET_FILE,
  resetRequestSchema,
  supportBundleSchema,
} from '../../shared/console-access.ts';
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import { makeSupportBundle } from '../support/support-bundle.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addSupportRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const bundling = { body: confirmedRequestSchema, response: { 200: supportBundleSchema } };
  app.post('/api/support', { schema: bundling, config: STRICT_LIMIT }, async (request) => {
    await confirmPassword(parts, request, request.body.password);
    const bundle = await makeSupportBundle(parts);
    await audit(parts, request, 'support-bundle-made');
    return bundle;
  });

  /**
   * What is asked for here stands on the disk before it is answered; everything goes at the next start, when no program
   * holds it. Sense forgets its settings and releases at once, where it answers, and senses nothing any more.
   */
  const resetting = { body: resetRequestSchema, response: { 200: doneSchema } };
  app.post('/api/reset', { schema: resetting, config: STRICT_LIMIT }, async (request) => {
    await confirmPassword(parts, request, request.body.password);
    await audit(parts, request, 'reset-asked');
    await new DurableFile(join(parts.stateFolder, RESET_FILE)).write('reset');
    await parts.upstream
      .order('POST', '/v1/privacy/reset', {})
      .catch((error: unknown) =>
        parts.log.error({ err: error }, 'sense did not hear of the reset; the next start does it'),
      );
    return DONE;
  });
}
