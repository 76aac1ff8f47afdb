// What a machine can watch and hear: one schema for the program that looks, the command that prints and the console.
import { z } from 'zod';

export const listedFormatSchema = z.strictObject({
  format: z.string().describe('FourCC of a USB camera, `sensor` of a camera port'),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  rates: z.array(z.number().nonnegative()).describe('Pictures a second, highest first; empty where it is not told'),
});
export type ListedFormat = z.infer<typeof listedFormatSchema>;

export const listedSourceSchema = z.strictObject({
  kind: z.enum(['camera', 'microphone']),
  source: z.string().describe('What to write after --source or --microphone; survives a reboot'),
  name: z.string(),
  reason: z.string().nullable().describe('Why it can not be used, in plain words; null when it can'),
  formats: z.array(listedFormatSchema),
});
export type ListedSource = z.infer<typeof listedSourceSchema>;

export const sourceListSchema = z.strictObject({ sources: z.array(listedSourceSchema) });

const perKind = <T extends z.ZodType>(value: T) => z.strictObject({ camera: value, microphone: value });

/** GET /v1/sources on sense/control: what there is, what is in use, and whether an admin may choose here. */
export const sourcesResponseSchema = sourceListSchema.extend({
  inUse: perKind(z.string()).describe('As it was started or chosen; `auto` where the first that works is taken'),
  mayChoose: perKind(z.boolean()).describe('True where the device was started with `auto`'),
});
export type SourcesResponse = z.infer<typeof sourcesResponseSchema>;

/** PUT /v1/sources: sense ends after the answer and starts anew with it. Only what is listed can be chosen. */
export const chooseSourceSchema = z.strictObject({
  kind: z.enum(['camera', 'microphone']),
  source: z.string().min(1).max(300),
});
