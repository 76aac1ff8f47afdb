// The privacy settings. Sense owns them; here is decided who may change them, and it is written down.
import { changePrivacyRequestSchema } from '../../shared/console-api.ts';
import { privacySettingsSchema } from '../../shared/privacy-settings.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addPrivacyRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  app.get('/api/privacy', { schema: { response: { 200: privacySettingsSchema } } }, () => parts.upstream.privacy());

  const schema = { body: changePrivacyRequestSchema, response: { 200: privacySettingsSchema } };
  app.put('/api/privacy', { schema, config: STRICT_LIMIT }, async (request) => {
    const { password, change } = request.body;
    await confirmPassword(parts, request, password);
    const settings = await parts.upstream.changePrivacy(change);
    await audit(parts, request, 'privacy-changed', wordsOf(change));
    return settings;
  });
}

/** `profile=strict gender=true`: settings are no secret. */
function wordsOf(change: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return given
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}
