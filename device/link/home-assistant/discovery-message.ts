// The one message by which Home Assistant learns of this device: its entities and where their values are. Pure.
// Entities come from released aggregates and from health; there is no room's name in it, and no number.
import type { Identity } from '../../../shared/identity.ts';
import type { Birth, SenseBirth } from '../../../shared/messages.ts';
import { aggregateTopic, healthTopic, stateTopic } from '../../../shared/topics.ts';
import { EMOTIONLESS_CONTEXTS, MOODS, SOURCE_STATES, type Stream } from '../../../shared/vocabulary.ts';
import { type BinarySensor, type Discovery, discoverySchema, type Sensor } from './discovery-schema.ts';
import {
  ALWAYS_TEMPLATE,
  binTemplate,
  expireAfterSeconds,
  ONLINE_TEMPLATE,
  OUTBOX_TEMPLATE,
  sourceTemplate,
  temperatureTemplate,
  WINDOW_ATTRIBUTES_TEMPLATE,
} from './templates.ts';

export interface Described {
  readonly identity: Identity;
  readonly software: Birth['software'];
  readonly hardware: Birth['hardware'];
  readonly sense: SenseBirth;
  readonly sources: readonly ('camera' | 'microphone')[];
  /** Names of the sensors of temperature. */
  readonly temperatures: readonly string[];
  readonly healthSeconds: number;
}

export const discoveryTopic = ({ device }: Identity) => `homeassistant/device/${device}/config`;

/** Health that fails to come this often is no health. */
const HEALTH_MISSED = 3;

export function discoveryMessage(described: Described): Discovery {
  const { identity, software, hardware } = described;
  const components = [...aggregates(described), ...diagnostics(described)];
  return discoverySchema.parse({
    device: {
      identifiers: [idOf(identity)],
      name: `Roomtone ${identity.device}`,
      manufacturer: 'Roomtone',
      model: hardware.model,
      sw_version: software.roomtone,
    },
    origin: { name: 'roomtone', sw_version: software.roomtone },
    availability: [{ topic: stateTopic(identity), value_template: ONLINE_TEMPLATE }],
    components: Object.fromEntries(components),
    qos: 1,
  });
}

const idOf = ({ site, device }: Identity) => `roomtone-${site}-${device}`;

type Component = readonly [string, Sensor | BinarySensor | { readonly platform: 'sensor' }];

const REMOVED = { platform: 'sensor' } as const;

/** What a room shows: a sensor for each bin. What this room does not release is removed where it stood before. */
function aggregates(described: Described): readonly Component[] {
  const { context, models } = described.sense;
  const reads = context === null || !EMOTIONLESS_CONTEXTS.includes(context);
  const hears = reads && models['speech-emotion'] !== undefined;
  const moods = MOODS.map((mood): Component => {
    const shown = binSensor(described, 'mood', mood, `Mood ${mood}`, 'people');
    return [`mood_${mood}`, reads ? shown : REMOVED];
  });
  const voices = MOODS.map((mood): Component => {
    const shown = binSensor(described, 'voice', mood, `Voice ${mood}`, 'min');
    return [`voice_${mood}`, hears ? shown : REMOVED];
  });
  return [['people', binSensor(described, 'presence', 'people', 'People', 'people')], ...moods, ...voices];
}

function binSensor({ identity, sense }: Described, stream: Stream, bin: string, name: string, unit: string): Sensor {
  const topic = aggregateTopic(identity, stream);
  return {
    platform: 'sensor',
    unique_id: `${idOf(identity)}-${stream}-${bin}`,
    name,
    state_topic: topic,
    value_template: binTemplate(bin),
    json_attributes_topic: topic,
    json_attributes_template: WINDOW_ATTRIBUTES_TEMPLATE,
    expire_after: expireAfterSeconds(sense.windowSeconds),
    state_class: 'measurement',
    unit_of_measurement: unit,
  };
}

function diagnostics(described: Described): readonly Component[] {
  const { temperatures, sources } = described;
  const named = temperatures.filter((sensor) => /^[A-Za-z0-9_-]{1,40}$/.test(sensor));
  return [
    ['online', onlineSensor(described)],
    ['outbox', { ...healthSensor(described, 'outbox', 'Waiting windows', OUTBOX_TEMPLATE), ...measures('windows') }],
    ...(['camera', 'microphone'] as const).map((kind): Component => {
      return [kind, sources.includes(kind) ? sourceSensor(described, kind) : REMOVED];
    }),
    ...named.map((sensor): Component => [`temperature_${sensor}`, temperatureSensor(described, sensor)]),
  ];
}

function onlineSensor({ identity }: Described): BinarySensor {
  return {
    platform: 'binary_sensor',
    unique_id: `${idOf(identity)}-online`,
    name: 'Online',
    state_topic: stateTopic(identity),
    value_template: ONLINE_TEMPLATE,
    payload_on: 'online',
    payload_off: 'offline',
    device_class: 'connectivity',
    entity_category: 'diagnostic',
    availability: [{ topic: stateTopic(identity), value_template: ALWAYS_TEMPLATE }],
  };
}

function healthSensor({ identity, healthSeconds }: Described, id: string, name: string, template: string): Sensor {
  return {
    platform: 'sensor',
    unique_id: `${idOf(identity)}-${id}`,
    name,
    state_topic: healthTopic(identity),
    value_template: template,
    expire_after: HEALTH_MISSED * healthSeconds,
    entity_category: 'diagnostic',
  };
}

const measures = (unit: string) => ({ state_class: 'measurement', unit_of_measurement: unit }) as const;

function sourceSensor(described: Described, kind: 'camera' | 'microphone'): Sensor {
  const name = kind === 'camera' ? 'Camera' : 'Microphone';
  const shown = healthSensor(described, kind, name, sourceTemplate(kind));
  return { ...shown, device_class: 'enum', options: [...SOURCE_STATES] };
}

function temperatureSensor(described: Described, sensor: string): Sensor {
  const shown = healthSensor(described, `temperature-${sensor}`, `Temperature ${sensor}`, temperatureTemplate(sensor));
  return { ...shown, ...measures('°C'), device_class: 'temperature' };
}
