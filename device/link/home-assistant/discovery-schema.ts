// What Home Assistant documents of an MQTT discovery message for a device, as far as we use it: "MQTT", sections
// "Device discovery payload", "Discovery topic" and "Using availability topics" (home-assistant.io/integrations/mqtt),
// "MQTT sensor" and "MQTT binary sensor" (home-assistant.io/integrations/sensor.mqtt, …/binary_sensor.mqtt).
import { z } from 'zod';

const template = z.string().min(1);
/** No wildcards: these are topics, not filters. */
const topic = z.string().regex(/^[^+#]+$/);
const uniqueId = z.string().regex(/^[a-zA-Z0-9_-]+$/);

const availability = z
  .array(z.strictObject({ topic, value_template: template.optional() }))
  .min(1)
  .describe('`online` or `offline` after the template');

const entity = {
  unique_id: uniqueId,
  name: z.string().min(1),
  state_topic: topic,
  value_template: template,
  availability: availability.optional(),
  entity_category: z.literal('diagnostic').optional(),
  icon: z
    .string()
    .regex(/^mdi:[a-z0-9-]+$/)
    .optional(),
};

const sensor = z.strictObject({
  platform: z.literal('sensor'),
  ...entity,
  expire_after: z.int().positive().describe('Seconds until it is unavailable'),
  device_class: z.enum(['enum', 'temperature']).optional(),
  options: z.array(z.string()).min(1).optional().describe('Every value of an `enum`'),
  state_class: z.literal('measurement').optional(),
  unit_of_measurement: z.string().optional(),
  json_attributes_topic: topic.optional(),
  json_attributes_template: template.optional(),
});

const binarySensor = z.strictObject({
  platform: z.literal('binary_sensor'),
  ...entity,
  device_class: z.literal('connectivity'),
  payload_on: z.string(),
  payload_off: z.string(),
});

/** A component that has only its platform is removed. */
const removed = z.strictObject({ platform: z.literal('sensor') });

export type Sensor = z.infer<typeof sensor>;
export type BinarySensor = z.infer<typeof binarySensor>;

export const discoverySchema = z.strictObject({
  device: z.strictObject({
    identifiers: z.array(uniqueId).min(1),
    name: z.string().min(1),
    manufacturer: z.string(),
    model: z.string(),
    sw_version: z.string(),
  }),
  origin: z.strictObject({ name: z.string().min(1), sw_version: z.string() }),
  availability,
  components: z.record(uniqueId, z.union([sensor, binarySensor, removed])),
  qos: z.literal(1),
});
export type Discovery = z.infer<typeof discoverySchema>;
