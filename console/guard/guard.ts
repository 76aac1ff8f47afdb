// The gate before every route, in this order: is this device meant, does the request come from its own pages, is the
// device claimed, is somebody signed in, may their role do this. Unknown paths pass the same gate.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '../../shared/console-api.ts';
import type { Claim } from '../accounts/claim.ts';
import { forbidden, hostUnknown, setupRequired, signInRequired } from '../errors.ts';
import { publicRoute } from '../routes/public-routes.ts';
import type { HostNames } from './host.ts';
import { refuseForeign } from './same-origin.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that may use the route; admin where nothing is said. */
    readonly role?: Role;
  }
}

/** Before any work is done for the request, so before the session cookie is opened. */
export function addOriginGuard(app: FastifyInstance, hosts: HostNames): void {
  app.addHook('onRequest', async (request) => {
    if (!hosts.accepts(request.headers.host)) throw hostUnknown();
    refuseForeign({
      method: request.method,
      host: request.headers.host,
      origin: request.headers.origin,
      fetchSite: headerOf(request, 'sec-fetch-site'),
      fetchMode: headerOf(request, 'sec-fetch-mode'),
      isUpgrade: request.headers.upgrade !== undefined,
    });
  });
}

/** After the session cookie was opened. */
export function addAccessGuard(app: FastifyInstance, claim: Claim): void {
  app.addHook('onRequest', async (request) => {
    const open = request.is404 ? undefined : publicRoute(request.method, request.routeOptions.url);
    if (!claim.isClaimed() && open?.beforeClaim !== true) throw setupRequired();
    if (open !== undefined) return;
    if (request.signedIn === null) throw signInRequired();
    const needed = request.is404 ? 'viewer' : (request.routeOptions.config.role ?? 'admin');
    if (needed === 'admin' && request.signedIn.role !== 'admin') throw forbidden();
  });
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
