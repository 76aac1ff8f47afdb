// The label of this device, to print again after its names or its certificate have changed. It never holds a claim code.
import { RoomtoneError } from '../../shared/errors.ts';
import { hostNameOf } from '../guard/host.ts';
import { isLoopbackHost } from '../kiosk/notice-code.ts';
import { labelParts } from '../label/label.ts';
import { labelFacts } from '../label/label-facts.ts';
import { labelPdf } from '../label/label-pdf.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const HTTPS_PORT = 443;
/** A PDF takes a good part of a second on a small box. */
const PRINT_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } } as const;

export function addLabelRoutes(app: ConsoleApp, { certificates, stateFolder, clock }: ConsoleParts): void {
  app.get('/api/label.pdf', { config: { answers: 'file', ...PRINT_LIMIT } }, async (request, reply) => {
    const shown = certificates.describe();
    if (shown === null) throw new RoomtoneError('NOT_FOUND', 'there is no certificate yet', '');
    // The gate has refused requests without a host of this device.
    const host = request.headers.host ?? 'localhost';
    const facts = await labelFacts({
      stateFolder,
      certificate: { ...shown, validTo: new Date(shown.validTo) },
      port: Number(/:(\d+)$/.exec(host)?.[1] ?? HTTPS_PORT),
      first: isLoopbackHost(host) ? null : hostNameOf(host),
      claimCode: null,
    });
    const pdf = await labelPdf(labelParts(facts), 'Label of a Roomtone', new Date(clock.wallMs()));
    const name = `attachment; filename="label${facts.device === null ? '' : `-${facts.device}`}.pdf"`;
    return reply.type('application/pdf').header('content-disposition', name).send(pdf);
  });
}
