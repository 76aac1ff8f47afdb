// An audit line about a request: who, from where, what.
import type { FastifyRequest } from 'fastify';
import type { ConsoleParts } from '../parts.ts';

/** Where the disk is full, the line goes to the program's log. `detail` must hold no secret: names of accounts and settings only. */
export async function audit(
  parts: Pick<ConsoleParts, 'audit' | 'log'>,
  request: Pick<FastifyRequest, 'ip' | 'signedIn'>,
  action: string,
  detail = '',
): Promise<void> {
  const act = { action, actor: request.signedIn?.name ?? null, address: request.ip, detail };
  await parts.audit.append(act).catch((error: unknown) => parts.log.error({ err: error, act }, 'not in the audit log'));
}
