// What link tells others than its broker's subscribers: Home Assistant, Prometheus, the security logs of the site. Each
// is off until the configuration says otherwise.
import type { Health } from '../../shared/messages.ts';
import { socketPaths } from '../runtime/sockets.ts';
import { readTemperatures } from './announce/vitals.ts';
import { type LinkConfiguration, type LinkStorage, stateFolderOf } from './build-storage.ts';
import { CredentialFiles } from './credential-files.ts';
import { HomeAssistant } from './home-assistant/home-assistant.ts';
import { MetricsServer } from './metrics/metrics-server.ts';
import { renderMetrics } from './metrics/render-metrics.ts';
import type { LinkActs, LinkParts } from './parts.ts';
import type { SenseWatch } from './sense/sense-watch.ts';
import { Siem } from './siem/siem.ts';

export type LinkIntegrations = ReturnType<typeof buildIntegrations>;

export function buildIntegrations(
  parts: LinkParts,
  { events }: LinkStorage,
  { store }: LinkConfiguration,
  watch: SenseWatch,
  readHealth: () => Promise<Health>,
  acts: LinkActs,
) {
  const { options, software, clock, random, log } = parts;
  const settings = () => store.settings;
  const stateFolder = stateFolderOf(parts);
  const siem = new Siem({
    ...parts,
    stateFolder,
    settings,
    onTrouble: (reason) => events.raise('security-log-refused', reason),
  });
  events.onEvent((event) => {
    siem.take(event).catch((error: unknown) => log.error({ err: error }, 'an event is in no security log'));
  });
  const metrics = new MetricsServer({
    settings,
    credentials: CredentialFiles.of('metrics', stateFolder),
    socketPath: socketPaths(options.run).metrics,
    read: async () =>
      renderMetrics({
        health: await readHealth(),
        software,
        isConnected: acts.status().broker.connected,
        securityLogs: siem.statistics(),
      }),
    clock,
    log,
    onTrouble: (reason) => events.raise('metrics-unavailable', reason),
  });
  const homeAssistant = new HomeAssistant({
    ...parts,
    stateFolder,
    isOn: () => settings().homeAssistant,
    describe: () => describeTo(parts, watch, settings().healthSeconds),
    random,
  });
  const changed = () => {
    siem.settingsChanged();
    metrics.settingsChanged();
    homeAssistant.changed();
  };
  return { siem, metrics, homeAssistant, changed };
}

/** Null while sense does not answer: what was announced then stays as it is. */
async function describeTo({ identity, software, hardware }: LinkParts, watch: SenseWatch, healthSeconds: number) {
  const { birth: sense, health } = watch;
  if (sense === null || health === null) return null;
  const sources = health.sources.map(({ kind }) => kind);
  const temperatures = Object.keys(await readTemperatures()).sort();
  return { identity, software, hardware, sense, sources, temperatures, healthSeconds };
}
