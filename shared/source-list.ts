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
