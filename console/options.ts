// The command line of the console program.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../device/runtime/log.ts';
import { messageOf, RoomtoneError } from '../shared/errors.ts';
import type { CertificateFiles } from './certificate/certificate-store.ts';

export interface ConsoleOptions {
  readonly stateFolder: string;
  readonly runFolder: string;
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  /** Beside loopback, whose displays may show the kiosk. */
  readonly kioskAddresses: readonly string[];
  /** A certificate of the admin's own, in files that others keep up to date. */
  readonly certificateFiles: CertificateFiles | undefined;
}

const schema = z.strictObject({
  state: z.string().min(1),
  run: z.string().min(1),
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1).default('127.0.0.1'),
  'log-level': z.enum(LOG_LEVELS).default('info'),
  kiosk: z.string().optional(),
  certificate: z.string().min(1).optional(),
  'certificate-key': z.string().min(1).optional(),
});

/** @throws RoomtoneError `USAGE` */
export function parseConsoleOptions(argv: readonly string[]): ConsoleOptions {
  try {
    const given = schema.parse(
      parseArgs({
        args: [...argv],
        options: {
          state: { type: 'string' },
          run: { type: 'string' },
          port: { type: 'string' },
          host: { type: 'string' },
          'log-level': { type: 'string' },
          kiosk: { type: 'string' },
          certificate: { type: 'string' },
          'certificate-key': { type: 'string' },
        },
      }).values,
    );
    const { state, run, port, host } = given;
    const certificateFiles = filesOf(given.certificate, given['certificate-key']);
    const kioskAddresses = given.kiosk?.split(',') ?? [];
    return {
      stateFolder: state,
      runFolder: run,
      port,
      host,
      logLevel: given['log-level'],
      kioskAddresses,
      certificateFiles,
    };
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : messageOf(error);
    const hint =
      'console --state DIR --run DIR --port N [--host 127.0.0.1] [--log-level info] [--kiosk ADDRESS,…] [--certificate FILE --certificate-key FILE]';
    throw new RoomtoneError('USAGE', message, hint, { cause: error });
  }
}

function filesOf(certificate: string | undefined, key: string | undefined): CertificateFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  throw new Error('--certificate and --certificate-key belong together');
}
