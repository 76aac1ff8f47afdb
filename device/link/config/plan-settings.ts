// What becomes of a desired configuration: applied as a whole, refused as a whole, or old news. Pure.
import { desiredSchema, type LinkSettings, linkSettingsSchema, type Refused } from '../../../shared/link-settings.ts';

export type SettingsPlan =
  | { readonly kind: 'apply'; readonly revision: number; readonly settings: LinkSettings }
  | { readonly kind: 'refuse'; readonly refused: Refused }
  | { readonly kind: 'ignore' };

const ERRORS_MAX = 20;

/** `text` is what stood in `config/desired`; `revision` and `settings` are what holds. */
export function planSettings(text: string, revision: number, settings: LinkSettings): SettingsPlan {
  const desired = desiredSchema.safeParse(parseJson(text));
  if (!desired.success) return { kind: 'refuse', refused: { revision: 0, errors: [{ key: '', code: 'MALFORMED' }] } };
  if (desired.data.revision <= revision) return { kind: 'ignore' };
  const next = linkSettingsSchema.safeParse({ ...settings, ...desired.data.settings });
  if (next.success) return { kind: 'apply', revision: desired.data.revision, settings: next.data };
  const errors = Object.keys(desired.data.settings).flatMap((key) => errorOf(key, desired.data.settings[key]));
  return { kind: 'refuse', refused: { revision: desired.data.revision, errors: errors.slice(0, ERRORS_MAX) } };
}

function errorOf(key: string, value: unknown): Refused['errors'] {
  const known = Object.hasOwn(linkSettingsSchema.shape, key);
  if (!known) return [{ key, code: 'UNKNOWN_KEY' }];
  const schema = linkSettingsSchema.shape[key as keyof LinkSettings];
  return schema.safeParse(value).success ? [] : [{ key, code: 'INVALID_VALUE' }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
