// The console as an application: hooks, contracts, routes. It knows no port and no certificate.
import websocket from '@fastify/websocket';
import Fastify, { type FastifyServerFactory } from 'fastify';
import { CONSOLE_BODY_BYTES } from '../shared/limits.ts';
import { errorHandler } from './error-answer.ts';
import { notFound } from './errors.ts';
import { addAccessGuard, addOriginGuard } from './guard/guard.ts';
import { addHeaders } from './guard/headers.ts';
import { addFeedbackTextRoutes } from './kiosk/feedback-text-routes.ts';
import { KioskAddresses } from './kiosk/kiosk-addresses.ts';
import { addKioskRoutes } from './kiosk/kiosk-routes.ts';
import { addNoticeRoutes } from './kiosk/notice-routes.ts';
import type { ConsoleParts } from './parts.ts';
import { addAimingRoutes } from './routes/aiming-routes.ts';
import { addAuditRoutes } from './routes/audit-routes.ts';
import { addBrokerRoutes } from './routes/broker-routes.ts';
import { addCertificateRoutes } from './routes/certificate-routes.ts';
import { addConfigurationRoutes } from './routes/configuration-routes.ts';
import { addContracts, type ConsoleApp, type ZodTypeProvider } from './routes/contract.ts';
import { addHealthRoutes } from './routes/health-routes.ts';
import { addInvitationRoutes } from './routes/invitation-routes.ts';
import { addLabelRoutes } from './routes/label-routes.ts';
import { addPageRoutes } from './routes/page-routes.ts';
import { addPrivacyRoutes } from './routes/privacy-routes.ts';
import { addRateLimits } from './routes/rate-limits.ts';
import { addRoomRoutes } from './routes/room-routes.ts';
import { addSecondFactorRoutes } from './routes/second-factor-routes.ts';
import { addSentenceRoutes } from './routes/sentence-routes.ts';
import { addSessionListRoutes } from './routes/session-list-routes.ts';
import { addSessionRoutes } from './routes/session-routes.ts';
import { addSetupRoutes } from './routes/setup-routes.ts';
import { addSourceRoutes } from './routes/source-routes.ts';
import { addSupportRoutes } from './routes/support-routes.ts';
import { addUserRoutes } from './routes/user-routes.ts';
import { addSessionCookie } from './sessions/session-cookie.ts';

/** A browser that says nothing for this long is cut off. */
const REQUEST_TIMEOUT_MS = 15_000;
/** WebSocket messages of a page: it has nothing to say that is longer. */
const MESSAGE_BYTES_MAX = 4_096;

export interface AppOptions extends ConsoleParts {
  /** Beside loopback, whose displays may show the kiosk. Default none. */
  readonly kioskAddresses?: readonly string[];
  /** How requests come in; plain HTTP in tests that inject. */
  readonly serverFactory?: FastifyServerFactory;
}

/** The order of hooks is the order of checks: headers, origin, rate, session, access. */
export async function createApp(options: AppOptions): Promise<ConsoleApp> {
  const { serverFactory } = options;
  const app = Fastify({
    bodyLimit: CONSOLE_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 128 },
    ...(serverFactory === undefined ? {} : { serverFactory }),
  }).withTypeProvider<ZodTypeProvider>();
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(errorHandler(options.log));
  app.setNotFoundHandler(async () => {
    throw notFound('page');
  });
  addContracts(app);
  await addHeaders(app);
  addOriginGuard(app, options.hosts);
  await addRateLimits(app);
  await addSessionCookie(app, options.sessions, options.cookieKey);
  addAccessGuard(app, options.claim);
  await app.register(websocket, { options: { maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false } });
  await addPageRoutes(app, options.webFolder, options.clock);
  addSetupRoutes(app, options);
  addSessionRoutes(app, options);
  addRoomRoutes(app, options);
  addAimingRoutes(app, options);
  addPrivacyRoutes(app, options);
  addConfigurationRoutes(app, options);
  addBrokerRoutes(app, options);
  addHealthRoutes(app, options);
  addSourceRoutes(app, options);
  addSentenceRoutes(app, options);
  addUserRoutes(app, options);
  addInvitationRoutes(app, options);
  addSessionListRoutes(app, options);
  addSecondFactorRoutes(app, options);
  addAuditRoutes(app, options);
  addCertificateRoutes(app, options);
  addLabelRoutes(app, options);
  addSupportRoutes(app, options);
  const kiosk = new KioskAddresses(options.kioskAddresses ?? []);
  addNoticeRoutes(app, options, kiosk);
  addKioskRoutes(app, options, kiosk);
  addFeedbackTextRoutes(app, options);
  await app.ready();
  return app;
}
