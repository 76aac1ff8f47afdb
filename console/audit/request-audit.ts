// An audit line about a request: who, from where, what.
import type { FastifyRequest } from 'fastify';
import type { ConsoleParts } from '../parts.ts';

/** `detail` must hold no secret: names of accounts and settings only. */
export async function audit(
  parts: Pick<ConsoleParts, 'audit'>,
  request: Pick<FastifyRequest, 'ip' | 'signedIn'>,
  action: string,
  detail = '',
): Promise<void> {
  await parts.audit.append({ action, actor: request.signedIn?.name ?? null, address: request.ip, detail });
}
