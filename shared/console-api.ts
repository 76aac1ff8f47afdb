// Contract of the console's HTTPS API: what the pages send and get, and the claim file that provisioning leaves for it.
import { z } from 'zod';
import { linkStatusSchema } from './link-api.ts';
import { privacyChangeSchema } from './privacy-settings.ts';
import { senseStatusSchema } from './sense-api.ts';

export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Name of the account that the claim makes. */
export const FIRST_ADMIN = 'admin';

/** Every refusal of the API. */
export const errorSchema = z.strictObject({
  code: z.string().describe('Stable, upper case'),
  message: z.string(),
  hint: z.string().describe('What to do about it, or empty'),
});
export type ApiError = z.infer<typeof errorSchema>;

/** The answer of a request that only does something. */
export const doneSchema = z.strictObject({ done: z.literal(true) });
export const DONE = { done: true } as const;

export const accountName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?$/, 'lower-case letters, digits, dots and dashes, 1 to 32 of them');
/** As typed; its rules are the console's to explain, so only the length is bounded here. */
export const typedPassword = z.string().min(1).max(1_024);

/** GET /api/setup, for everyone. */
export const setupResponseSchema = z.strictObject({
  claimed: z.boolean(),
  fingerprint: z.string().nullable().describe('SHA-256 of the certificate that is shown, to compare with the label'),
});
/** POST /api/setup/claim: once in the life of a device. Signs in. */
export const claimDeviceRequestSchema = z.strictObject({ code: z.string().min(1).max(64), password: typedPassword });

/** POST /api/session. */
export const signInRequestSchema = z.strictObject({
  name: z.string().max(64).default(FIRST_ADMIN),
  password: typedPassword,
  code: z.string().min(1).max(64).optional().describe('Code of the authenticator, or a recovery code'),
});
/** The session that the cookie stands for. */
export const sessionResponseSchema = z.strictObject({
  name: accountName,
  role: z.enum(ROLES),
  idleEndsInSeconds: z.int().nonnegative(),
  endsInSeconds: z.int().nonnegative(),
});
export type SessionResponse = z.infer<typeof sessionResponseSchema>;
/** GET /api/session: null where nobody is signed in. */
export const currentSessionSchema = z.strictObject({ session: sessionResponseSchema.nullable() });

/** GET /api/status: null for a program that does not answer. */
export const statusResponseSchema = z.strictObject({
  sense: senseStatusSchema.nullable(),
  link: linkStatusSchema.nullable(),
});
export type StatusResponse = z.infer<typeof statusResponseSchema>;

/** PUT /api/password. */
export const changePasswordRequestSchema = z.strictObject({ current: typedPassword, next: typedPassword });

/** PUT /api/privacy: the password again, since it may lower what protects people. The preview has a switch of its own. */
export const changePrivacyRequestSchema = z.strictObject({
  password: typedPassword,
  change: privacyChangeSchema.omit({ previewEnabled: true }),
});

/** Users, for admins. */
export const userSchema = z.strictObject({
  name: accountName,
  role: z.enum(ROLES),
  createdAt: z.iso.datetime(),
  disabled: z.boolean().describe('May not sign in until an admin says otherwise'),
});
export type User = z.infer<typeof userSchema>;
export const userEntrySchema = userSchema.extend({ secondFactor: z.boolean() });
export type UserEntry = z.infer<typeof userEntrySchema>;
export const usersResponseSchema = z.strictObject({ users: z.array(userEntrySchema) });
/** Making an admin needs the password of the one who does it, once more. */
export const confirmation = typedPassword.optional().describe('One’s own password; needed to make an admin');
export const createUserRequestSchema = z.strictObject({
  name: accountName,
  role: z.enum(ROLES),
  password: typedPassword,
  confirm: confirmation,
});
/** PUT /api/users/:name: what is given is changed; the user's sessions end. */
export const changeUserRequestSchema = z.strictObject({
  role: z.enum(ROLES).optional(),
  disabled: z.boolean().optional(),
  confirm: confirmation,
});
export const userParamsSchema = z.strictObject({ name: accountName });

/** Sessions: an admin sees all, a viewer their own. `handle` names a session without being able to open it. */
export const sessionSummarySchema = z.strictObject({
  handle: z.string().regex(/^[0-9a-f]{16}$/),
  name: accountName,
  role: z.enum(ROLES),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  isCurrent: z.boolean(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;
export const sessionsResponseSchema = z.strictObject({ sessions: z.array(sessionSummarySchema) });
export const sessionParamsSchema = sessionSummarySchema.pick({ handle: true });

/** One line of the audit log. `hash` covers the line and the hash before it, so that no line can be changed or left out. */
export const auditEntrySchema = z.strictObject({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  action: z.string().regex(/^[a-z][a-z-]{1,40}$/),
  actor: z.string().max(64).nullable().describe('Account name; null where nobody was signed in'),
  address: z.string().max(64).nullable().describe('Network address of the browser'),
  detail: z.string().max(200),
  previous: z.string().length(64),
  hash: z.string().length(64),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
/** GET /api/audit: newest first. */
export const auditQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(200) });
export const auditResponseSchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  chain: z.strictObject({ intact: z.boolean(), checked: z.int().nonnegative(), brokenAt: z.int().nullable() }),
});
export type AuditResponse = z.infer<typeof auditResponseSchema>;

/**
 * `<state>/console/claim.json`, left by provisioning at each start of an unclaimed device, or once with a printed slip, and
 * emptied by the claim.
 * `hash` is argon2id of the normalised code.
 */
export const claimStateSchema = z.strictObject({
  v: z.literal(1),
  claimed: z.boolean(),
  hash: z.string().nullable(),
  slip: z.literal(true).optional().describe('The code is printed: starts leave it as it is'),
});
export type ClaimState = z.infer<typeof claimStateSchema>;
export const CLAIM_FILE = 'console/claim.json';
export const UNCLAIMED: ClaimState = { v: 1, claimed: false, hash: null };

/** 32 signs without I, L, O, U (Crockford), so that a code read from a label can't be misread. */
export const CLAIM_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What the person typed, without dashes and blanks, with the signs that look alike made one. */
export function normaliseClaimCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}
