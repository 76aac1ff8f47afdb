// The route by which a program's socket gives the newest lines of its log, and follows it by long poll.
import type { FastifyInstance } from 'fastify';
import { logsQuerySchema, logsResponseSchema } from '../../shared/log-lines.ts';
import type { LogRing } from './log-ring.ts';

export function addLogRoutes(app: FastifyInstance, ring: LogRing): void {
  const ending = new AbortController();
  app.addHook('preClose', async () => ending.abort());

  app.get('/v1/logs', async (request) => {
    const query = logsQuerySchema.parse(request.query);
    const deadline = AbortSignal.any([ending.signal, AbortSignal.timeout(query.waitMs)]);
    let answer = ring.read(query);
    for (; answer.lines.length === 0 && query.waitMs > 0 && !deadline.aborted; answer = ring.read(query)) {
      await untilLine(ring, deadline);
    }
    return logsResponseSchema.parse(answer);
  });
}

function untilLine(ring: LogRing, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const off = ring.onLine(wake);
    signal.addEventListener('abort', wake, { once: true });
    function wake() {
      off();
      signal.removeEventListener('abort', wake);
      resolve();
    }
  });
}
