// Every path that answers without a session. This list is the only one: a test walks all routes of the application and
// compares. What may answer before the device is claimed is marked apart.

interface PublicRoute {
  readonly route: string;
  /** Whether it answers while nobody has claimed the device. */
  readonly beforeClaim: boolean;
}

export const PUBLIC_ROUTES: readonly PublicRoute[] = [
  { route: 'GET /', beforeClaim: true },
  { route: 'GET /assets/*', beforeClaim: true },
  { route: 'GET /.well-known/security.txt', beforeClaim: true },
  { route: 'GET /notice', beforeClaim: true },
  { route: 'GET /notice.pdf', beforeClaim: true },
  { route: 'GET /notice.svg', beforeClaim: true },
  { route: 'GET /notice.css', beforeClaim: true },
  { route: 'GET /notice.ttf', beforeClaim: true },
  { route: 'GET /kiosk', beforeClaim: true },
  { route: 'GET /api/kiosk', beforeClaim: true },
  { route: 'GET /api/kiosk/mood', beforeClaim: true },
  { route: 'POST /api/kiosk/feedback', beforeClaim: false },
  { route: 'GET /api/setup', beforeClaim: true },
  { route: 'POST /api/setup/claim', beforeClaim: true },
  { route: 'GET /api/session', beforeClaim: true },
  { route: 'POST /api/session', beforeClaim: false },
  { route: 'POST /api/invitation', beforeClaim: false },
];

export function publicRoute(method: string, url: string | undefined): PublicRoute | undefined {
  const asked = `${method === 'HEAD' ? 'GET' : method} ${url ?? ''}`;
  return PUBLIC_ROUTES.find(({ route }) => route === asked);
}
