// Requests that one address may make, beside the delays of sign-in. Every request counts, refused ones and unknown paths
// too. In RAM: a restart forgets them, the delays of sign-in it does not.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { TooManyRequests } from '../errors.ts';

const MINUTE_MS = 60_000;
/** Pages ask about once a second; an office of ten behind one address still fits. */
const REQUESTS_A_MINUTE = 1_200;
/** Sign-in and claim: each costs 19 MiB and tens of milliseconds. */
export const STRICT_LIMIT = { rateLimit: { max: 10, timeWindow: MINUTE_MS } } as const;

/** `Retry-After` says all that an honest browser needs. */
const NO_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false } as const;

/** A limit on a route is checked after the gate; the one on everything must come before it, and before unknown paths. */
export async function addRateLimits(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    cache: 2_000,
    addHeaders: NO_HEADERS,
    addHeadersOnExceeding: NO_HEADERS,
    errorResponseBuilder: (_request, context) => new TooManyRequests(Math.ceil(context.ttl / 1_000)),
  });
  const count = app.createRateLimit({ max: REQUESTS_A_MINUTE, timeWindow: MINUTE_MS });
  app.addHook('onRequest', async (request) => {
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) throw new TooManyRequests(Math.ceil(counted.ttl / 1_000));
  });
}
