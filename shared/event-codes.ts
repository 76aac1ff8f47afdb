// The events that link publishes under `event/<code>`: what an operator must know. Codes are never renamed.
export const LINK_EVENTS = [
  'broker-refused',
  'broker-moved',
  'broker-name-taken',
  'broker-certificate-expired',
  'broker-ca-unknown',
  'broker-host-mismatch',
  'clock-not-set',
  'device-certificate-refused',
  'device-certificate-expires',
  'device-key-exposed',
  'publication-refused',
  'outbox-damaged',
  'outbox-degraded',
  'configuration-degraded',
  'command-refused',
  'metrics-unavailable',
  'security-log-refused',
  'identify',
] as const;
export type LinkEvent = (typeof LINK_EVENTS)[number];
