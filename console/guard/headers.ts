// Headers that every answer carries, errors too. Everything is closed and only what the pages need is opened.
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const SELF = ["'self'"];
const NONE = ["'none'"];
const UNUSED_FEATURES = (
  'accelerometer autoplay bluetooth browsing-topics camera display-capture encrypted-media fullscreen geolocation ' +
  'gyroscope hid idle-detection local-fonts magnetometer microphone midi payment picture-in-picture ' +
  'publickey-credentials-get screen-wake-lock serial storage-access usb web-share xr-spatial-tracking'
).split(' ');

export async function addHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NONE,
        scriptSrc: SELF,
        styleSrc: SELF,
        imgSrc: SELF,
        fontSrc: SELF,
        connectSrc: SELF,
        baseUri: NONE,
        formAction: NONE,
        frameAncestors: NONE,
        requireTrustedTypesFor: ["'script'"],
      },
    },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // The certificate is the device's own: pinning a browser to HTTPS would lock an admin out who replaces it.
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    reply.header('permissions-policy', UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '));
  });
}
