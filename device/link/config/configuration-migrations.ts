// From each version of the configuration to the next: for the file on the disk and for an export of an older release.
import { DEFAULT_INTEGRATION_SETTINGS } from '../../../shared/integration-settings.ts';
import { DEFAULT_CONFIGURATION } from '../../../shared/link-configuration.ts';
import type { Migrations, OldState } from '../../runtime/durable-state.ts';

/**
 * Version 1 held the two keys of the shadow and no history. What it did not know gets its default, and what the first
 * release would not have let in stays out.
 */
function toVersion2(old: OldState): OldState {
  const { logLevel, healthSeconds } = (old['settings'] ?? {}) as Readonly<Record<string, unknown>>;
  const kept = {
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(healthSeconds === undefined ? {} : { healthSeconds }),
  };
  return { ...old, v: 2, settings: { ...DEFAULT_CONFIGURATION, ...kept }, history: [] };
}

/** Version 2 knew no Home Assistant, no metrics and no security logs: all of it is off. */
function toVersion3(old: OldState): OldState {
  const settings = (old['settings'] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...old, v: 3, settings: { ...DEFAULT_INTEGRATION_SETTINGS, ...settings } };
}

export const CONFIGURATION_MIGRATIONS: Migrations = { 1: toVersion2, 2: toVersion3 };
