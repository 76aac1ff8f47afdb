// Routes of sense/control for the sources of this machine: what there is, what is in use, and the choice of another.
import type { FastifyInstance } from 'fastify';
import { RoomtoneError } from '../../../shared/errors.ts';
import {
  chooseSourceSchema,
  type ListedSource,
  type SourcesResponse,
  sourcesResponseSchema,
} from '../../../shared/source-list.ts';
import type { ChosenSources } from './chosen-sources.ts';

export interface SourceRoutes {
  readonly chosen: ChosenSources;
  readonly list: () => Promise<readonly ListedSource[]>;
  /** Ends the program, which its supervisor starts anew: a source is opened as the first thing of a life. */
  readonly restart: () => void;
}

export const sourceRoutes =
  ({ chosen, list, restart }: SourceRoutes) =>
  (app: FastifyInstance): void => {
    /** Asks the tools of each kind of camera, so it is made once for all who ask meanwhile. */
    let looking: Promise<readonly ListedSource[]> | null = null;
    const look = () => {
      looking ??= list().finally(() => {
        looking = null;
      });
      return looking;
    };

    app.get('/v1/sources', async (): Promise<SourcesResponse> => {
      const perKind = <T>(read: (kind: ListedSource['kind']) => T) => ({
        camera: read('camera'),
        microphone: read('microphone'),
      });
      const inUse = perKind((kind) => chosen.inUse(kind));
      const mayChoose = perKind((kind) => chosen.mayChoose(kind));
      return sourcesResponseSchema.parse({ sources: await look(), inUse, mayChoose });
    });

    app.put('/v1/sources', async ({ body }) => {
      const { kind, source } = chooseSourceSchema.parse(body);
      if (!chosen.mayChoose(kind)) throw fixed(kind, chosen.inUse(kind));
      const listed = (await look()).find((each) => each.kind === kind && each.source === source);
      if (listed === undefined) throw unknown(kind);
      await chosen.choose(kind, source);
      restart();
      return { done: true };
    });
  };

const fixed = (kind: string, source: string) =>
  new RoomtoneError('SOURCE_FIXED', `the ${kind} was named at the start: ${source}`, 'Start the device with auto.');

/** Only what is there and of now: no file may be named here, so that nothing replayed passes for a room. */
const unknown = (kind: string) =>
  new RoomtoneError('SOURCE_NOT_FOUND', `there is no such ${kind}`, 'Look again, and choose one of those listed.');
