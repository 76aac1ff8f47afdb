// What link tells others than its broker's subscribers: Home Assistant, Prometheus and a security log. All of it is off
// until somebody turns it on. Secrets are no settings: they are files beside the state, or systemd's credentials.
import { z } from 'zod';

/** A name or an address, as a URL would hold it: nothing that could end a line or a header. */
const host = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/, 'a host name or an address');
const port = z.int().min(1).max(65_535);

export const METRICS_MODES = ['off', 'socket', 'tls'] as const;

export const integrationSettingsSchema = z.strictObject({
  homeAssistant: z.boolean().describe('Announce this device to Home Assistant by MQTT discovery'),
  metrics: z
    .enum(METRICS_MODES)
    .describe(
      'Prometheus metrics: off, on the Unix socket `metrics/scrape`, or on a port for clients with a certificate',
    ),
  metricsAddress: z.union([z.ipv4(), z.ipv6()]).describe('Address that the port of the metrics is bound to'),
  metricsPort: port.min(1_024).describe('TCP port of the metrics'),
  syslogHost: host.nullable().describe('Host that takes security events as syslog over TLS (RFC 5425); empty: none'),
  syslogPort: port.describe('TCP port of that host'),
  splunkUrl: z
    .url({ protocol: /^https$/ })
    .max(200)
    .refine((text) => isPlainAddress(text), 'an address without user, password, query and fragment')
    .nullable()
    .describe('HTTP Event Collector that takes security events; empty: none'),
});
export type IntegrationSettings = z.infer<typeof integrationSettingsSchema>;

export const DEFAULT_INTEGRATION_SETTINGS: IntegrationSettings = {
  homeAssistant: false,
  metrics: 'off',
  metricsAddress: '0.0.0.0',
  metricsPort: 9_464,
  syslogHost: null,
  syslogPort: 6_514,
  splunkUrl: null,
};

function isPlainAddress(text: string): boolean {
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '');
}
