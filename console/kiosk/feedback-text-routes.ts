// What visitors wrote, for an admin: read, and take away line by line.
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { feedbackTextParamsSchema, feedbackTextsResponseSchema } from '../../shared/feedback-text.ts';
import { audit } from '../audit/request-audit.ts';
import { notFound } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from '../routes/contract.ts';

export function addFeedbackTextRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { feedbackTexts } = parts;
  app.get('/api/feedback-texts', { schema: { response: { 200: feedbackTextsResponseSchema } } }, async () => ({
    texts: [...feedbackTexts.list()],
  }));

  const schema = { params: feedbackTextParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/feedback-texts/:id', { schema }, async (request) => {
    if (!(await feedbackTexts.remove(request.params.id))) throw notFound('text');
    await audit(parts, request, 'feedback-text-removed');
    return DONE;
  });
}
