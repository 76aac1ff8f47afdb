// The metrics of this device in Prometheus' text format, made from its health and nothing else: what health may not
// tell of people, metrics can't. Names by Prometheus' conventions (`roomtone_`, base units, `_total` for counters).
import type { Registry } from 'prom-client';
import type { Birth, Health } from '../../../shared/messages.ts';
import { CLOCK_STATES, SOURCE_STATES } from '../../../shared/vocabulary.ts';
import type { OutboxStatistics } from '../outbox/outbox.ts';

const BYTES_PER_MB = 1024 * 1024;
const SECONDS_PER_DAY = 24 * 3_600;

export interface MetricReadings {
  readonly health: Health;
  readonly software: Birth['software'];
  readonly isConnected: boolean;
  /** Of the security logs that are on, by name. */
  readonly securityLogs: Readonly<Record<string, OutboxStatistics>>;
}

/** One value of one metric. A counter's value is what it has come to, never a step. */
interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly kind: 'gauge' | 'counter';
  readonly name: `roomtone_${string}`;
  readonly help: string;
  /** Empty: the metric is left out. */
  readonly samples: readonly Sample[];
}

export interface RenderedMetrics {
  readonly contentType: string;
  readonly text: string;
}

/** The library is loaded with the first scrape: a device without metrics does not pay for it. */
export async function renderMetrics(readings: MetricReadings): Promise<RenderedMetrics> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry: Registry = new Registry();
  for (const { kind, name, help, samples } of metricsOf(readings)) {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    if (samples.length === 0) continue;
    if (kind === 'gauge') {
      const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
      for (const { labels = {}, value } of samples) gauge.set(labels, value);
    } else {
      const counter = new Counter({ name, help, labelNames, registers: [registry] });
      for (const { labels = {}, value } of samples) counter.inc(labels, value);
    }
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}

const gauge = (name: Metric['name'], help: string, samples: readonly Sample[] | number | null): Metric => ({
  kind: 'gauge',
  name,
  help,
  samples: toSamples(samples),
});

const counter = (name: `roomtone_${string}_total`, help: string, samples: readonly Sample[] | number): Metric => ({
  kind: 'counter',
  name,
  help,
  samples: toSamples(samples),
});

function toSamples(samples: readonly Sample[] | number | null): readonly Sample[] {
  if (samples === null) return [];
  return typeof samples === 'number' ? [{ value: samples }] : samples;
}

const truth = (isTrue: boolean) => (isTrue ? 1 : 0);

const byLabel = (label: string, values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

/** One sample for each state there is, so that a state that has ended reads 0 and not what it was. */
const stateSamples = (states: readonly string[], current: string, labels: Readonly<Record<string, string>> = {}) =>
  states.map((state) => ({ labels: { ...labels, state }, value: truth(state === current) }));

function metricsOf(readings: MetricReadings): readonly Metric[] {
  return [...deviceMetrics(readings), ...linkMetrics(readings), ...senseMetrics(readings.health)];
}

function deviceMetrics({ health, software }: MetricReadings): readonly Metric[] {
  const { temperaturesC, diskFreeMb } = health;
  const version = { labels: { version: software.roomtone, node: software.node }, value: 1 };
  return [
    gauge('roomtone_build_info', 'Versions of the software; always 1.', [version]),
    gauge('roomtone_uptime_seconds', 'Time since link started.', health.uptimeSeconds),
    gauge(
      'roomtone_clock_state',
      'Trust in the wall clock: 1 for what holds.',
      stateSamples(CLOCK_STATES, health.clock),
    ),
    gauge('roomtone_temperature_celsius', 'Temperature by sensor.', byLabel('sensor', temperaturesC)),
    gauge('roomtone_disk_free_bytes', 'Space for state.', diskFreeMb === null ? null : diskFreeMb * BYTES_PER_MB),
  ];
}

function linkMetrics({ health: { link }, isConnected, securityLogs }: MetricReadings): readonly Metric[] {
  const { certificateDays } = link;
  const logs = Object.entries(securityLogs);
  const waiting = logs.map(([log, { depth }]) => ({ labels: { log }, value: depth }));
  const lost = logs.map(([log, { dropped }]) => ({ labels: { log }, value: sum(Object.values(dropped)) }));
  const certificateSeconds = certificateDays === null ? null : certificateDays * SECONDS_PER_DAY;
  return [
    gauge('roomtone_broker_connected', 'Whether the broker is connected.', truth(isConnected)),
    counter('roomtone_broker_reconnects_total', 'Connections to the broker after the first.', link.reconnects),
    gauge('roomtone_outbox_messages', 'Windows that wait for the broker.', link.outboxDepth),
    gauge('roomtone_outbox_bytes', 'Size of the windows that wait for the broker.', link.outboxBytes),
    gauge('roomtone_outbox_oldest_age_seconds', 'Age of the oldest waiting window.', link.outboxOldestSeconds),
    gauge('roomtone_outbox_degraded', 'Whether the disk refuses windows.', truth(link.outboxDegraded)),
    gauge('roomtone_configuration_degraded', 'Whether it is not on the disk.', truth(link.configurationDegraded)),
    counter('roomtone_windows_dropped_total', 'Windows lost, by stream and why.', byLabel('stream', link.dropped)),
    counter(
      'roomtone_windows_acknowledged_total',
      'Windows that the broker took, with or without counts.',
      link.published,
    ),
    counter('roomtone_commands_refused_total', 'Commands refused or not looked at.', link.commandsRefused),
    gauge('roomtone_certificate_remaining_seconds', "Until the device's certificate expires.", certificateSeconds),
    gauge('roomtone_security_events_waiting', 'Events that wait for a security log.', waiting),
    counter('roomtone_security_events_dropped_total', 'Events lost on the way to a security log.', lost),
    gauge('roomtone_link_resident_memory_bytes', 'Memory of link.', link.rssMb * BYTES_PER_MB),
  ];
}

/** None while sense does not answer, but that it does not. */
function senseMetrics({ sense }: Health): readonly Metric[] {
  const isUp = gauge('roomtone_sense_up', 'Whether sense answers.', truth(sense !== null));
  if (sense === null) return [isUp];
  const states = sense.sources.flatMap(({ kind, state }) => stateSamples(SOURCE_STATES, state, { kind }));
  const restarts = sense.sources.map((source) => ({ labels: { kind: source.kind }, value: source.restarts }));
  return [
    isUp,
    gauge('roomtone_source_state', 'State of a camera or microphone: 1 for what holds.', states),
    counter('roomtone_source_restarts_total', 'Restarts of a camera or microphone.', restarts),
    gauge('roomtone_frames_per_second', 'Pictures a second, in steps of 5.', sense.fpsStep),
    counter(
      'roomtone_frames_received_total',
      'Pictures since the camera was opened, to two digits.',
      sense.framesReceived,
    ),
    counter('roomtone_inference_restarts_total', 'Restarts of a model.', sense.inferenceRestarts),
    gauge('roomtone_releases_pending', 'Windows that link has not taken yet.', sense.releasesPending),
    gauge('roomtone_sense_resident_memory_bytes', 'Memory of sense.', sense.rssMb * BYTES_PER_MB),
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
