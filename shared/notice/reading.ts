// GET /api/notice: the notice as an admin reads it before they confirm that it is posted, with the revision that the
// confirmation has to name.
import { z } from 'zod';
import { NOTICE_LANGUAGES } from './languages.ts';
import type { Notice } from './notice.ts';

const noticeSchema: z.ZodType<Notice> = z.strictObject({
  language: z.enum(NOTICE_LANGUAGES),
  title: z.string(),
  now: z.string(),
  sections: z.array(
    z.strictObject({
      id: z.enum(['sensed', 'why', 'who', 'kept', 'published', 'law', 'rights']),
      heading: z.string(),
      sentences: z.array(z.string()),
      fields: z.array(z.strictObject({ label: z.string(), value: z.string().nullable() })),
    }),
  ),
  edition: z.string().nullable(),
});

export const noticeReadingSchema = z.strictObject({ revision: z.int().positive(), notice: noticeSchema });
export type NoticeReading = z.infer<typeof noticeReadingSchema>;
