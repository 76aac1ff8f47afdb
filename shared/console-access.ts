// Contract of the console's API for who may come in and by what: invitations, the second factor, the certificate, the
// reset and the support bundle.
import { z } from 'zod';
import {
  accountName,
  auditEntrySchema,
  confirmation,
  ROLES,
  sessionResponseSchema,
  typedPassword,
} from './console-api.ts';
import { linkStatusSchema } from './link-api.ts';
import { logLineSchema } from './log-lines.ts';
import { privacySettingsSchema } from './privacy-settings.ts';
import { senseStatusSchema } from './sense-api.ts';

/** Acts that need the password again, at that very moment. */
export const confirmedRequestSchema = z.strictObject({ password: typedPassword });

/** POST /api/invitations. The token is told once; the device keeps its digest. */
export const inviteRequestSchema = z.strictObject({ role: z.enum(ROLES), confirm: confirmation });
export const invitationSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  role: z.enum(ROLES),
  by: accountName,
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof invitationSchema>;
export const inviteResponseSchema = invitationSchema.extend({
  token: z.string().describe('Goes into the link, behind `#/invitation/`, which browsers do not send'),
});
export const invitationsResponseSchema = z.strictObject({ invitations: z.array(invitationSchema) });
export const invitationParamsSchema = invitationSchema.pick({ id: true });
/** POST /api/invitation, for everyone who has a link: makes the account, once, and signs in. */
export const acceptInvitationRequestSchema = z.strictObject({
  token: z.string().min(1).max(128),
  name: accountName,
  password: typedPassword,
});
export const acceptInvitationResponseSchema = sessionResponseSchema;

/** GET /api/second-factor: one's own. */
export const secondFactorResponseSchema = z.strictObject({
  enabled: z.boolean(),
  recoveryCodesLeft: z.int().nonnegative(),
});
export type SecondFactorResponse = z.infer<typeof secondFactorResponseSchema>;
/** POST /api/second-factor: a secret to put into an authenticator; nothing changes until a code of it was given. */
export const secondFactorOfferSchema = z.strictObject({
  secret: z.string().describe('Base32, to type'),
  uri: z.string().describe('otpauth://, as the QR code says it'),
  qr: z.array(z.string()).describe('Rows of the QR code, # is dark'),
});
export type SecondFactorOffer = z.infer<typeof secondFactorOfferSchema>;
const typedCode = z.string().min(1).max(64);
/** PUT /api/second-factor. */
export const enableSecondFactorRequestSchema = z.strictObject({ code: typedCode });
export const recoveryCodesSchema = z.strictObject({ recoveryCodes: z.array(z.string()) });
/** DELETE /api/second-factor. */
export const disableSecondFactorRequestSchema = z.strictObject({ password: typedPassword, code: typedCode });

/** GET /api/certificate. */
export const CERTIFICATE_SOURCES = ['own', 'brought', 'files'] as const;
export const certificateResponseSchema = z.strictObject({
  source: z.enum(CERTIFICATE_SOURCES).describe('Made on the device, uploaded, or read from files named at the start'),
  fingerprint: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  notCovered: z.array(z.string()).describe('Names and addresses of the device that the certificate does not name'),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
});
export type CertificateResponse = z.infer<typeof certificateResponseSchema>;
/** PUT /api/certificate: PEM, the device's certificate first, then the chain. */
export const bringCertificateRequestSchema = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .max(64 * 1_024),
  key: z
    .string()
    .min(1)
    .max(16 * 1_024),
  password: typedPassword,
});

/** GET /api/audit/export. */
export const auditExportQuerySchema = z.strictObject({ format: z.enum(['jsonl', 'csv']).default('jsonl') });
/** The first line of an export: what the chain starts after, and what it must end with. */
export const auditHeadSchema = z.strictObject({
  kind: z.literal('roomtone-audit'),
  v: z.literal(1),
  anchor: z.strictObject({ seq: z.int().nonnegative(), hash: z.string().length(64) }),
  head: z.strictObject({ seq: z.int().nonnegative(), hash: z.string().length(64) }),
});

/** POST /api/reset: answered once it is certain that the next start wipes the device. */
export const resetRequestSchema = z.strictObject({ password: typedPassword, confirm: z.literal('reset') });
/** Left in the state folder; provisioning wipes what it finds at the next start. */
export const RESET_FILE = 'reset-asked';

/** POST /api/support: what somebody who helps needs to know, and nobody in the room. */
export const supportBundleSchema = z.strictObject({
  v: z.literal(1),
  made: z.iso.datetime(),
  versions: z.strictObject({ roomtone: z.string(), node: z.string(), os: z.string(), arch: z.string() }),
  machine: z.strictObject({
    cores: z.int(),
    memoryMb: z.int(),
    freeMemoryMb: z.int(),
    uptimeSeconds: z.int(),
    load: z.number(),
    diskFreeMb: z.int().nullable(),
  }),
  clock: z.enum(['unknown', 'floor', 'synced']),
  status: z.strictObject({ sense: senseStatusSchema.nullable(), link: linkStatusSchema.nullable() }),
  privacy: privacySettingsSchema.omit({ legalBasis: true }).nullable(),
  certificate: certificateResponseSchema.pick({ source: true, validFrom: true, validTo: true }),
  accounts: z.strictObject({ admins: z.int(), viewers: z.int(), disabled: z.int(), secondFactors: z.int() }),
  audit: z.array(auditEntrySchema.pick({ seq: true, at: true, action: true })).max(200),
  logs: z.array(logLineSchema).max(1_500).describe('The newest lines of each program from `warn` on'),
});
export type SupportBundle = z.infer<typeof supportBundleSchema>;
