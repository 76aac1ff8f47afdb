import nunjucks from 'nunjucks';
import { describe, expect, it } from 'vitest';
import { type Described, discoveryMessage } from '../../../../device/link/home-assistant/discovery-message.ts';
import { discoverySchema, type Sensor } from '../../../../device/link/home-assistant/discovery-schema.ts';
import { MOODS } from '../../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../../shared/window.ts';

const DESCRIBED: Described = {
  identity: { v: 1, site: 'lab', device: 'room-1' },
  software: { roomtone: '0.1.0', node: '20.20.0' },
  hardware: { model: 'board', arch: 'arm64', cores: 4, memoryMb: 4_000 },
  sense: {
    context: 'retail',
    profile: 'standard',
    k: 5,
    windowSeconds: 900,
    epsilonMilli: 1_000,
    gender: false,
    models: { 'speech-emotion': `sha256:${'0'.repeat(64)}` },
    providers: {},
  },
  sources: ['camera', 'microphone'],
  temperatures: ['cpu-thermal'],
  healthSeconds: 60,
};

const START_MS = Date.UTC(2026, 10, 2, 9);

function windowOf(more: Partial<WindowMessage> = {}): WindowMessage {
  return windowSchema.parse({
    v: 1,
    device: 'room-1',
    boot: 1,
    seq: 1,
    stream: 'mood',
    context: 'retail',
    window: { start: new Date(START_MS).toISOString(), seconds: 900, complete: true, clock: 'synced' },
    counts: { neutral: 4, happy: 2, sad: -3, angry: 0, fear: 0, disgust: 0, surprise: 0, unsure: 1 },
    suppressed: null,
    models: {},
    privacy: {
      profile: 'standard',
      k: 5,
      epsilonMilli: 500,
      mechanism: 'discrete-laplace',
      spentMilli: 1,
      capMilli: 9,
    },
    quality: { coveragePercent: 97 },
    ...more,
  });
}

/** Home Assistant's functions and filters that our templates use ("Templating"), over the subset of Jinja they need. */
function render(template: string, payload: unknown, nowMs: number, attributes: object = {}): string {
  const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: false });
  environment.addGlobal('now', () => new Date(nowMs));
  environment.addGlobal('as_timestamp', (time: Date | string) => new Date(time).getTime() / 1_000);
  environment.addFilter('tojson', (value: unknown) => JSON.stringify(value));
  return environment.renderString(template, { value_json: payload, this: { attributes } }).trim();
}

function sensor(name: string, described: Described = DESCRIBED): Sensor {
  const component = discoveryMessage(described).components[name];
  if (component === undefined || !('expire_after' in component)) throw new Error(`no sensor ${name}`);
  return component;
}

const END_MS = START_MS + 900_000;

describe('the discovery message', () => {
  it('is what Home Assistant documents, and small enough for a broker', () => {
    const message = discoveryMessage(DESCRIBED);
    expect(() => discoverySchema.parse(message)).not.toThrow();
    expect(JSON.stringify(message).length).toBeLessThan(32_000);
    expect(discoverySchema.safeParse({ ...message, state_topik: 'x' }).success).toBe(false);
  });

  it('has unique ids, one device, and the topics of this device alone', () => {
    const { components, device } = discoveryMessage(DESCRIBED);
    const entities = Object.values(components).filter((one) => 'unique_id' in one);
    expect(new Set(entities.map(({ unique_id }) => unique_id)).size).toBe(entities.length);
    expect(entities.length).toBe(1 + 2 * MOODS.length + 2 + 2 + 1);
    for (const { state_topic } of entities)
      expect(state_topic).toMatch(/^roomtone\/v1\/lab\/room-1\/(agg\/[a-z]+|health|state)$/);
    expect(device.identifiers).toEqual(['roomtone-lab-room-1']);
  });

  it('lets a number live as long as a window and what may delay the next one', () => {
    expect(sensor('mood_happy').expire_after).toBe(990);
    expect(sensor('camera').expire_after).toBe(180);
  });

  it('names no emotion where none may be read, and removes what stood there', () => {
    const { components } = discoveryMessage({ ...DESCRIBED, sense: { ...DESCRIBED.sense, context: 'workplace' } });
    expect(components['mood_happy']).toEqual({ platform: 'sensor' });
    expect(components['voice_happy']).toEqual({ platform: 'sensor' });
    expect(components['people']).toHaveProperty('state_topic');
  });
});

describe('a template', () => {
  const at = END_MS + 30_000;

  it('shows the count of its bin, and never less than nobody', () => {
    expect(render(sensor('mood_happy').value_template, windowOf(), at)).toBe('2');
    expect(render(sensor('mood_sad').value_template, windowOf(), at)).toBe('0');
    expect(render(sensor('mood_angry').value_template, windowOf(), at)).toBe('0');
    const presence = windowOf({ stream: 'presence', counts: { people: 6, under1min: -1 } });
    expect(render(sensor('people').value_template, presence, at)).toBe('6');
  });

  it('is unknown where a window is suppressed, with the reason beside it', () => {
    const suppressed = windowOf({ counts: null, suppressed: 'cohort' });
    const { value_template, json_attributes_template = '' } = sensor('mood_happy');
    expect(render(value_template, suppressed, at)).toBe('None');
    expect(JSON.parse(render(json_attributes_template, suppressed, at))).toEqual({
      suppressed: 'cohort',
      coverage_percent: 97,
      window_start: '2026-11-02T09:00:00.000Z',
    });
    expect(JSON.parse(render(json_attributes_template, windowOf(), at))).toMatchObject({ suppressed: null });
  });

  it('is unknown where the bin is not in the window', () => {
    expect(render(sensor('mood_happy').value_template, windowOf({ counts: { neutral: 1 } }), at)).toBe('None');
  });

  it('says nothing of a window out of the backlog, and leaves what stands there', () => {
    const late = END_MS + 900_000 + 91_000;
    const { value_template, json_attributes_template = '' } = sensor('mood_happy');
    expect(render(value_template, windowOf(), late)).toBe('');
    const attributes = { suppressed: 'camera', coverage_percent: 3, window_start: 'before' };
    expect(JSON.parse(render(json_attributes_template, windowOf(), late, attributes))).toEqual(attributes);
    expect(JSON.parse(render(json_attributes_template, windowOf(), late))).toEqual({
      suppressed: null,
      coverage_percent: null,
      window_start: null,
    });
  });

  it('shows how the device is, and that sense does not answer', () => {
    const health = {
      sense: {
        sources: [
          { kind: 'camera', state: 'running' },
          { kind: 'microphone', state: 'absent' },
        ],
      },
      link: { outboxDepth: 3 },
      temperaturesC: { 'cpu-thermal': 51.5 },
    };
    expect(render(sensor('camera').value_template, health, at)).toBe('running');
    expect(render(sensor('microphone').value_template, health, at)).toBe('absent');
    expect(render(sensor('camera').value_template, { ...health, sense: null }, at)).toBe('None');
    expect(render(sensor('outbox').value_template, health, at)).toBe('3');
    expect(render(sensor('temperature_cpu-thermal').value_template, health, at)).toBe('51.5');
    expect(render(sensor('temperature_cpu-thermal').value_template, { temperaturesC: {} }, at)).toBe('None');
  });

  it('says whether the device is there', () => {
    const { availability } = discoveryMessage(DESCRIBED);
    const template = availability[0]?.value_template ?? '';
    expect(render(template, { online: true }, at)).toBe('online');
    expect(render(template, { online: false }, at)).toBe('offline');
  });
});
