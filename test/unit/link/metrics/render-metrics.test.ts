import { describe, expect, it } from 'vitest';
import { type MetricReadings, renderMetrics } from '../../../../device/link/metrics/render-metrics.ts';
import { healthSchema } from '../../../../shared/messages.ts';
import { parseExposition } from './exposition.ts';

const READINGS: MetricReadings = {
  health: healthSchema.parse({
    v: 1,
    device: 'room-1',
    at: '2026-11-02T00:00:00.000Z',
    uptimeSeconds: 61,
    clock: 'synced',
    sense: {
      sources: [
        { kind: 'camera', state: 'running', cause: null, restarts: 2 },
        { kind: 'microphone', state: 'absent', cause: 'unplugged', restarts: 0 },
      ],
      fpsStep: 10,
      framesReceived: 1_200,
      inferenceRestarts: 1,
      releasesPending: 0,
      providers: {},
      rssMb: 200,
      loopDelayP99Ms: 1,
    },
    link: {
      outboxDepth: 3,
      outboxBytes: 2_400,
      outboxOldestSeconds: 45,
      outboxDegraded: false,
      configurationDegraded: false,
      certificateDays: 10,
      dropped: { mood: 4, 'mood.refused': 1 },
      published: 12,
      commandsRefused: 5,
      reconnects: 1,
      protocol: '5',
      rssMb: 100,
      loopDelayP99Ms: 1,
    },
    temperaturesC: { 'cpu-thermal': 51.5 },
    diskFreeMb: 1_000,
  }),
  software: { roomtone: '0.1.0', node: '20.20.0' },
  isConnected: true,
  securityLogs: { syslog: { depth: 2, bytes: 10, oldestSeconds: 1, dropped: { link: 3 }, degraded: null } },
};

/** Every metric that may leave. Whoever adds one says here that nobody in the room can move it. */
const ALLOWED = [
  'roomtone_broker_connected',
  'roomtone_broker_reconnects_total',
  'roomtone_build_info',
  'roomtone_certificate_remaining_seconds',
  'roomtone_clock_state',
  'roomtone_commands_refused_total',
  'roomtone_configuration_degraded',
  'roomtone_disk_free_bytes',
  'roomtone_frames_per_second',
  'roomtone_frames_received_total',
  'roomtone_inference_restarts_total',
  'roomtone_link_resident_memory_bytes',
  'roomtone_outbox_bytes',
  'roomtone_outbox_degraded',
  'roomtone_outbox_messages',
  'roomtone_outbox_oldest_age_seconds',
  'roomtone_releases_pending',
  'roomtone_security_events_dropped_total',
  'roomtone_security_events_waiting',
  'roomtone_sense_resident_memory_bytes',
  'roomtone_sense_up',
  'roomtone_source_restarts_total',
  'roomtone_source_state',
  'roomtone_temperature_celsius',
  'roomtone_uptime_seconds',
  'roomtone_windows_acknowledged_total',
  'roomtone_windows_dropped_total',
];

describe('metrics', () => {
  it('P1: are those on the list, by the conventions: prefix, base units, `_total` for what only grows', async () => {
    const { text, contentType } = await renderMetrics(READINGS);
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { types, series } = parseExposition(text);
    expect([...types.keys()].sort()).toEqual(ALLOWED);
    for (const [name, type] of types) {
      expect(type).toBe(name.endsWith('_total') ? 'counter' : 'gauge');
      expect(name).not.toMatch(/_(ms|mb|days|percent|milliseconds)\b/);
    }
    expect(series.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  it('hold what health says', async () => {
    const { series } = parseExposition((await renderMetrics(READINGS)).text);
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      series.find((one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels))?.value;
    expect(value('roomtone_outbox_messages')).toBe(3);
    expect(value('roomtone_windows_dropped_total', { stream: 'mood.refused' })).toBe(1);
    expect(value('roomtone_certificate_remaining_seconds')).toBe(864_000);
    expect(value('roomtone_disk_free_bytes')).toBe(1_000 * 1024 * 1024);
    expect(value('roomtone_source_state', { kind: 'microphone', state: 'absent' })).toBe(1);
    expect(value('roomtone_source_state', { kind: 'microphone', state: 'running' })).toBe(0);
    expect(value('roomtone_security_events_dropped_total', { log: 'syslog' })).toBe(3);
    expect(value('roomtone_sense_up')).toBe(1);
  });

  it('say that sense does not answer, and nothing of what it once said', async () => {
    const { health } = READINGS;
    const { text } = await renderMetrics({ ...READINGS, health: { ...health, sense: null, diskFreeMb: null } });
    const { series } = parseExposition(text);
    expect(series.find(({ name }) => name === 'roomtone_sense_up')?.value).toBe(0);
    expect(text).not.toMatch(/roomtone_(source_|frames_|disk_)/);
  });
});
