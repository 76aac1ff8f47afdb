// The privacy settings on the disk and the acts that change them. What is declared at the claim stays until a reset;
// what widens sensing makes the notice out of date, and it must be confirmed again before anything is sensed.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { RoomtoneError } from '../../../shared/errors.ts';
import {
  INITIAL_PRIVACY_SETTINGS,
  LEGAL_BASIS_CONTEXTS,
  type PrivacyChange,
  type PrivacySettings,
  privacySettingsSchema,
} from '../../../shared/privacy-settings.ts';
import { openState, replaceState } from '../../runtime/durable-state.ts';
import { PROFILE_TERMS } from './profiles.ts';

type LiveContext = NonNullable<PrivacySettings['context']>;

export class SettingsStore {
  readonly #path: string;
  #low: Low<PrivacySettings> | undefined;

  constructor(stateFolder: string) {
    this.#path = join(stateFolder, 'sense', 'privacy-settings.json');
  }

  /** @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW` */
  async open(): Promise<void> {
    this.#low = await openState(this.#path, privacySettingsSchema, INITIAL_PRIVACY_SETTINGS);
  }

  current(): PrivacySettings {
    return this.#low?.data ?? INITIAL_PRIVACY_SETTINGS;
  }

  /** Declares the context, once. @throws RoomtoneError `CONTEXT_FIXED`, `LEGAL_BASIS_MISSING` */
  claim(context: LiveContext, legalBasis: string | null = null): Promise<PrivacySettings> {
    return this.#save(claimed(this.current(), context, legalBasis));
  }

  /** An admin says that the notice of `revision` is posted. `atMs`: UTC milliseconds. @throws RoomtoneError `NOTICE_OUTDATED` */
  async confirmNotice(revision: number, atMs: number): Promise<PrivacySettings> {
    return this.#save(confirmed(this.current(), revision, atMs));
  }

  change(change: PrivacyChange): Promise<PrivacySettings> {
    return this.#save(changed(this.current(), change));
  }

  /** Back to unboxed. The ledger is another file, and stays. */
  reset(): Promise<PrivacySettings> {
    return this.#save({ ...INITIAL_PRIVACY_SETTINGS, noticeRevision: this.current().noticeRevision + 1 });
  }

  async #save(settings: PrivacySettings): Promise<PrivacySettings> {
    const low = this.#low;
    if (low === undefined) throw new RoomtoneError('NOT_STARTED', 'the settings are not open yet', 'Open them first.');
    await replaceState(low, privacySettingsSchema.parse(settings));
    return low.data;
  }
}

/** The settings after a claim. */
export function claimed(settings: PrivacySettings, context: LiveContext, legalBasis: string | null): PrivacySettings {
  if (settings.context === context && settings.legalBasis === legalBasis) return settings;
  if (settings.context !== null) {
    throw new RoomtoneError(
      'CONTEXT_FIXED',
      `this device was claimed for the context ${settings.context}`,
      'Reset the device to declare another context.',
    );
  }
  if (LEGAL_BASIS_CONTEXTS.includes(context) && legalBasis === null) {
    throw new RoomtoneError(
      'LEGAL_BASIS_MISSING',
      `the context ${context} needs its legal basis in writing`,
      'Write down on what ground the room is sensed.',
    );
  }
  return { ...settings, context, legalBasis, noticeRevision: settings.noticeRevision + 1 };
}

/** The settings after a confirmation. What was read must be what is sensed: another revision says something else. */
export function confirmed(settings: PrivacySettings, revision: number, atMs: number): PrivacySettings {
  if (revision !== settings.noticeRevision) {
    throw new RoomtoneError(
      'NOTICE_OUTDATED',
      `the notice has changed: edition ${settings.noticeRevision} holds now, edition ${revision} was read`,
      'Read the notice as it is now, post it, and confirm again.',
    );
  }
  return { ...settings, noticeConfirmed: { at: new Date(atMs).toISOString(), revision } };
}

/** The settings after an admin's change; what widens sensing puts the notice out of date. */
export function changed(settings: PrivacySettings, change: PrivacyChange): PrivacySettings {
  const next = { ...settings, ...definedOf(change) };
  return widens(settings, next) ? { ...next, noticeRevision: settings.noticeRevision + 1 } : next;
}

/**
 * Whether `after` senses more, tells more, or senses at other times than `before`, so that a notice that was posted
 * for `before` no longer says all. The preview senses nothing more: the admin sees a mosaic of what is sensed anyway.
 */
export function widens(before: PrivacySettings, after: PrivacySettings): boolean {
  const isMoreExact = PROFILE_TERMS[after.profile].epsilonMilli > PROFILE_TERMS[before.profile].epsilonMilli;
  const hasMoreStreams = (['gender', 'voice', 'feedback'] as const).some((name) => after[name] && !before[name]);
  const { hours: was } = before;
  const { hours: is } = after;
  const isShorterWithin =
    is.timeZone === was.timeZone && offsetOf(is.startMinute, was.startMinute) + is.minutes <= was.minutes;
  const hasOtherHours = was.minutes < 1_440 && !isShorterWithin;
  return isMoreExact || hasMoreStreams || hasOtherHours || after.context !== before.context;
}

const offsetOf = (minute: number, from: number) => (minute - from + 1_440) % 1_440;

function definedOf(change: PrivacyChange): Partial<PrivacySettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
