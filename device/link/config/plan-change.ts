// What becomes of a change at the console: applied as a whole, or refused as a whole with every reason. Pure.
import type { z } from 'zod';
import {
  CONFIGURATION_KEYS,
  type Configuration,
  type ConfigurationError,
  type ConfigurationKey,
  type ConfigurationRevision,
  configurationSchema,
  metaOf,
} from '../../../shared/link-configuration.ts';

export type Changes = ConfigurationRevision['changes'];

export type ChangePlan =
  | { readonly kind: 'apply'; readonly settings: Configuration; readonly changes: Changes }
  | { readonly kind: 'refuse'; readonly errors: readonly ConfigurationError[] };

const ERRORS_MAX = 50;

/** `wanted`: keys to set; `whole` demands all of them. */
export function planChange(
  current: Configuration,
  wanted: Readonly<Record<string, unknown>>,
  whole: boolean,
): ChangePlan {
  const errors = Object.entries(wanted).flatMap(([key, value]) => errorOf(key, value));
  const missing = CONFIGURATION_KEYS.filter((key) => whole && !Object.hasOwn(wanted, key)).map(missingKey);
  if (errors.length + missing.length > 0)
    return { kind: 'refuse', errors: [...errors, ...missing].slice(0, ERRORS_MAX) };
  const settings = configurationSchema.parse({ ...current, ...wanted });
  return { kind: 'apply', settings, changes: changesBetween(current, settings) };
}

export function changesBetween(from: Configuration, to: Configuration): Changes {
  return CONFIGURATION_KEYS.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key])).map((key) => ({
    key,
    from: from[key],
    to: to[key],
  }));
}

/**
 * The settings that held at revision `to`, or null where the history (newest first) does not reach back so far. Keys
 * that are no longer known are left out.
 */
export function settingsAt(
  current: Configuration,
  revision: number,
  history: readonly ConfigurationRevision[],
  to: number,
): Configuration | null {
  const oldest = history.at(-1)?.revision ?? revision + 1;
  if (to > revision || to < oldest - 1) return null;
  const undone = history.filter((entry) => entry.revision > to);
  const before = undone.flatMap(({ changes }) => changes.filter(({ key }) => isKey(key)));
  // The oldest change of a key comes last, and says what it was before all of them.
  const settings = { ...current, ...Object.fromEntries(before.map(({ key, from }) => [key, from])) };
  return configurationSchema.safeParse(settings).data ?? null;
}

/** Keys that take effect at a start only, and hold something else than they did at this one. */
export function restartKeys(atStart: Configuration, now: Configuration): readonly string[] {
  return changesBetween(atStart, now)
    .map(({ key }) => key)
    .filter((key) => isKey(key) && metaOf(key).restart);
}

const isKey = (key: string): key is ConfigurationKey => CONFIGURATION_KEYS.some((known) => known === key);

function errorOf(key: string, value: unknown): readonly ConfigurationError[] {
  if (!isKey(key)) return [{ key: key.slice(0, 64), code: 'UNKNOWN_KEY', message: 'no setting has this name' }];
  const schema: z.ZodType = configurationSchema.shape[key];
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return [{ key, code: 'INVALID_VALUE', message: (parsed.error.issues[0]?.message ?? 'invalid').slice(0, 300) }];
}

const missingKey = (key: string): ConfigurationError => ({ key, code: 'MISSING_KEY', message: 'a value is needed' });
