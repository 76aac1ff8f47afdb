// The privacy settings of a device. Sense owns them: only its control socket, which is the console's, changes them.
import { z } from 'zod';
import { CONTEXTS, PROFILES } from './vocabulary.ts';

/** Contexts that a person can declare; `demo` belongs to replayed clips and is never declared. */
export const DECLARED_CONTEXTS = CONTEXTS.filter((context) => context !== 'demo');
/** Profiles of a live room. */
export const LIVE_PROFILES = PROFILES.filter((profile) => profile !== 'demo');

export { LEGAL_BASIS_CONTEXTS } from './vocabulary.ts';

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'an IANA time zone such as Europe/Berlin')
  .describe('IANA time zone of the room, for the sensing hours alone');

/** When the room is sensed, every day. Quarter hours, so that windows of 15 minutes fill it. */
export const sensingHoursSchema = z.strictObject({
  timeZone,
  startMinute: z.int().min(0).max(1_439).multipleOf(15).describe('Local minute of the day'),
  minutes: z.int().min(60).max(1_440).multipleOf(15).describe('Length; may pass midnight'),
});
export type SensingHours = z.infer<typeof sensingHoursSchema>;

export const privacySettingsSchema = z.strictObject({
  v: z.literal(1),
  context: z.enum(CONTEXTS).exclude(['demo']).nullable().describe('Null before the claim; then fixed until a reset'),
  legalBasis: z
    .string()
    .min(20)
    .max(2_000)
    .nullable()
    .describe('Legal basis in writing, where the context asks for one'),
  profile: z.enum(PROFILES).exclude(['demo']).describe('Profile of a live room'),
  gender: z.boolean().describe('Gender histogram, as perceived; takes its share of epsilon from mood'),
  voice: z.boolean().describe('Voice histogram; the microphone is not opened while this is off'),
  feedback: z.boolean().describe('Feedback taps of the kiosk; takes its share of epsilon from mood'),
  hours: sensingHoursSchema,
  previewEnabled: z.boolean(),
  noticeRevision: z.int().positive().describe('Grows when something widens what is sensed'),
  noticeConfirmed: z
    .strictObject({ at: z.iso.datetime(), revision: z.int().positive() })
    .nullable()
    .describe('Holds only while its revision is the current one'),
});
export type PrivacySettings = z.infer<typeof privacySettingsSchema>;

/** As unboxed: nothing declared, nothing confirmed, everything optional off, 07:00 to 19:00. */
export const INITIAL_PRIVACY_SETTINGS: PrivacySettings = {
  v: 1,
  context: null,
  legalBasis: null,
  profile: 'standard',
  gender: false,
  voice: false,
  feedback: false,
  hours: { timeZone: 'UTC', startMinute: 420, minutes: 720 },
  previewEnabled: false,
  noticeRevision: 1,
  noticeConfirmed: null,
};

/** What an admin may change after the claim, with fresh sign-in; the rest has acts of its own. */
export const privacyChangeSchema = privacySettingsSchema
  .pick({ profile: true, gender: true, voice: true, feedback: true, hours: true, previewEnabled: true })
  .partial();
export type PrivacyChange = z.infer<typeof privacyChangeSchema>;

/** Whether the notice that hangs in the room says what is sensed now. */
export const isNoticeConfirmed = (settings: PrivacySettings) =>
  settings.noticeConfirmed?.revision === settings.noticeRevision;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
