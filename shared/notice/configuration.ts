// What a notice is made from: the configuration that sense reports, and what the operator has written about itself.
import { z } from 'zod';
import { type SenseStatus, senseStatusSchema } from '../sense-api.ts';

/** The part of sense's status that the notice tells of. What a visitor is not told of is not in it. */
export const noticeConfigurationSchema = senseStatusSchema
  .pick({ context: true, profile: true, k: true, windowSeconds: true, shares: true, hours: true, noticeRevision: true })
  .extend({ hasNetworkCamera: z.boolean().describe('Its pictures reach the device over the network') });
export type NoticeConfiguration = z.infer<typeof noticeConfigurationSchema>;

export function configurationOf(status: SenseStatus): NoticeConfiguration {
  const { context, profile, k, windowSeconds, shares, hours, noticeRevision, source } = status;
  const hasNetworkCamera = source.label === 'network camera' || /^[a-z][a-z0-9+.-]*:\/\//i.test(source.label);
  return { context, profile, k, windowSeconds, shares, hours, noticeRevision, hasNetworkCamera };
}

/** One printed line or two; no control signs. Empty means not stated. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{C}*$/u, 'one line of text');

/** Who runs the room, in the operator's own words and language (GDPR, Article 13(1)). */
export const operatorSchema = z.strictObject({
  name: line(100).describe('Controller: a company, an office, a person'),
  contact: line(160).describe('Address, mail or telephone for questions and objections'),
  purpose: line(200).describe('What the figures are used for'),
  legalBasis: line(160).describe('Article 6 GDPR, and Article 9 where it applies'),
  authority: line(120).describe('Supervisory authority for complaints'),
});
export type Operator = z.infer<typeof operatorSchema>;

export const UNSTATED_OPERATOR: Operator = { name: '', contact: '', purpose: '', legalBasis: '', authority: '' };

/**
 * `aiming`: an installer sees the whole picture, nothing is counted. `silent`: sense gives no answer, so the configuration
 * is the last that is known.
 */
export const NOTICE_STATES = ['sensing', 'idle', 'aiming', 'silent'] as const;

export interface NoticeFacts {
  readonly state: (typeof NOTICE_STATES)[number];
  /** Null where none was ever known. */
  readonly configuration: NoticeConfiguration | null;
  readonly operator: Operator;
  /** How often name or contact have changed. Default 0. */
  readonly operatorRevision?: number;
}
