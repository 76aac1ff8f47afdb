// The audit log, newest first, and whether its chain holds.
import { auditQuerySchema, auditResponseSchema } from '../../shared/console-api.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

export function addAuditRoutes(app: ConsoleApp, { audit }: ConsoleParts): void {
  const schema = { querystring: auditQuerySchema, response: { 200: auditResponseSchema } };
  app.get('/api/audit', { schema }, async (request) => {
    const { entries, chain } = await audit.read();
    return { entries: entries.slice(-request.query.limit).reverse(), chain };
  });
}
