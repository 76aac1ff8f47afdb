// The command line of link. Whatever is not described here is refused.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { PUBLICATION_OFFSET_MS } from '../../shared/limits.ts';
import { LOG_LEVELS } from '../runtime/log.ts';

const schema = z.strictObject({
  state: z.string().min(1).describe('Folder of durable state'),
  run: z.string().min(1).describe('Folder of the sockets'),
  broker: z
    .url({ protocol: /^(mqtts?|wss?)$/ })
    .optional()
    .describe('mqtt://, mqtts://, ws:// or wss://'),
  'log-level': z.enum(LOG_LEVELS).default('info'),
  'publication-offset-ms': z.coerce.number().int().min(0).max(PUBLICATION_OFFSET_MS).optional(),
});

export interface LinkOptions {
  readonly state: string;
  readonly run: string;
  /** What holds while the configuration names no broker; null: none at all. */
  readonly broker: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Null: the stable offset of this device. */
  readonly publicationOffsetMs: number | null;
}

const HINT =
  'Use --state DIR --run DIR [--broker URL (or ROOMTONE_BROKER)] [--log-level LEVEL] [--publication-offset-ms N].';

/** @throws RoomtoneError `USAGE` */
export function readOptions(args: readonly string[]): LinkOptions {
  const parsed = schema.safeParse(valuesOf(args));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const message = `--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
    throw new RoomtoneError('USAGE', message, HINT, { cause: parsed.error });
  }
  const { state, run, broker } = parsed.data;
  const publicationOffsetMs = parsed.data['publication-offset-ms'] ?? null;
  return { state, run, broker: broker ?? null, logLevel: parsed.data['log-level'], publicationOffsetMs };
}

function valuesOf(args: readonly string[]): unknown {
  const option = { type: 'string' } as const;
  try {
    return {
      // Its password must not stand in a command line, which every user of the machine can read.
      ...(process.env['ROOMTONE_BROKER'] === undefined ? {} : { broker: process.env['ROOMTONE_BROKER'] }),
      ...parseArgs({
        args: [...args],
        options: { state: option, run: option, broker: option, 'log-level': option, 'publication-offset-ms': option },
        strict: true,
      }).values,
    };
  } catch (error) {
    throw new RoomtoneError('USAGE', messageOf(error), HINT, { cause: error });
  }
}
