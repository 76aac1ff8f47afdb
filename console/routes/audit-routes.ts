// The audit log, newest first, and whether its chain holds; and the whole of it as a file.
import { auditExportQuerySchema } from '../../shared/console-access.ts';
import { auditQuerySchema, auditResponseSchema } from '../../shared/console-api.ts';
import { auditCsv, auditJsonLines } from '../audit/audit-export.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const TYPES = { jsonl: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

export function addAuditRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { querystring: auditQuerySchema, response: { 200: auditResponseSchema } };
  app.get('/api/audit', { schema }, async (request) => {
    const { entries, chain } = await parts.audit.read();
    return { entries: entries.slice(-request.query.limit).reverse(), chain };
  });

  /** Who took the log away stands in it. */
  const exporting = { schema: { querystring: auditExportQuerySchema }, config: { answers: 'file' } } as const;
  app.get('/api/audit/export', exporting, async (request, reply) => {
    const { format } = request.query;
    await audit(parts, request, 'audit-exported', format);
    const reading = await parts.audit.read();
    const text = format === 'csv' ? auditCsv(reading) : auditJsonLines(reading);
    const name = `attachment; filename="roomtone-audit.${format}"`;
    return reply.type(TYPES[format]).header('content-disposition', name).send(text);
  });
}
