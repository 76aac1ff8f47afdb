// Say a sentence: an admin tries the microphone for five seconds and is told what sense made of it, in numbers. It tells
// how one person sounded, so it takes an admin, who is being shown the room anyway, and stands in the audit log.
import { SENTENCE_GRACE_MS, SENTENCE_SECONDS } from '../../shared/limits.ts';
import { sentenceSchema } from '../../shared/sentence.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

/** The sentence, the grace that sense gives its microphone, and a second for the way. */
const TIMEOUT_MS = SENTENCE_SECONDS * 1_000 + SENTENCE_GRACE_MS + 1_000;

export function addSentenceRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { response: { 200: sentenceSchema } };
  app.post('/api/sentence', { schema, config: { role: 'admin', ...STRICT_LIMIT } }, async (request) => {
    const ask = { method: 'POST', path: '/v1/sentence', timeoutMs: TIMEOUT_MS } as const;
    const sentence = await parts.upstream.askSense({ ...ask, response: sentenceSchema });
    await audit(parts, request, 'sentence-tried');
    return sentence;
  });
}
