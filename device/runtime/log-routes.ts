// The route by which a program's socket gives the newest lines of its log, and follows it by long poll.
import type { FastifyInstance } from 'fastify';
import { type LogsQuery, logsQuerySchema, logsResponseSchema } from '../../shared/log-lines.ts';
import type { LogRing } from './log-ring.ts';

export function addLogRoutes(app: FastifyInstance, ring: LogRing): void {
  const waiting = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const wake of waiting) wake();
  });

  app.get('/v1/logs', async (request) => {
    const query = logsQuerySchema.parse(request.query);
    const first = ring.read(query);
    if (first.lines.length > 0 || query.waitMs === 0) return logsResponseSchema.parse(first);
    await untilFitting(ring, query, waiting);
    return logsResponseSchema.parse(ring.read(query));
  });
}

/** Until a line fits, the time is over, or the program stops. */
function untilFitting(ring: LogRing, query: LogsQuery, waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const off = ring.onLine(() => ring.read(query).lines.length > 0 && wake());
    const timer = setTimeout(wake, query.waitMs);
    waiting.add(wake);
    function wake() {
      off();
      clearTimeout(timer);
      waiting.delete(wake);
      resolve();
    }
  });
}
