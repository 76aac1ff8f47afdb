// What link is built from, and what its parts may ask of each other while they are built.
import type { Identity } from '../../shared/identity.ts';
import type { LinkStatus } from '../../shared/link-api.ts';
import type { Birth } from '../../shared/messages.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/log.ts';
import type { LogRing } from '../runtime/log-ring.ts';
import type { Random } from '../runtime/random.ts';
import type { LinkOptions } from './options.ts';

export interface LinkParts {
  readonly options: LinkOptions;
  readonly identity: Identity;
  readonly hardware: Birth['hardware'];
  readonly software: Birth['software'];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** What `log` said last. */
  readonly logRing: LogRing;
  /** Ends this program, so that its supervisor starts it again. */
  readonly restart: () => void;
}

/** What a part may cause elsewhere; nobody calls these before link has started. */
export interface LinkActs {
  readonly birthChanged: () => void;
  readonly reportChanged: () => void;
  /** Connects anew, with what is set now. */
  readonly reconnect: () => void;
  readonly status: () => LinkStatus;
}
