// The route by which the console hands its security events to link.
import type { FastifyInstance } from 'fastify';
import { securityEventsRequestSchema, securityEventsResponseSchema } from '../../../shared/security-events.ts';
import type { Siem } from './siem.ts';

export function addSiemRoutes(app: FastifyInstance, siem: Siem): void {
  app.post('/v1/security-events', async (request) => {
    const { events } = securityEventsRequestSchema.parse(request.body);
    await siem.takeFromConsole(events);
    return securityEventsResponseSchema.parse({ accepted: events.length });
  });
}
