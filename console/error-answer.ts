// The one error handler: anything thrown becomes a status and `{code, message, hint}`, never a stack or a path. Whatever
// is not the fault of who asks is logged.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { Logger } from '../device/runtime/log.ts';
import type { ApiError } from '../shared/console-api.ts';
import { isRoomtoneError, RoomtoneError } from '../shared/errors.ts';
import { requestInvalid, STATUS_BY_CODE, TooManyRequests, WORDS_BY_CODE } from './errors.ts';

export interface Answer {
  readonly status: number;
  readonly body: ApiError;
}

/** Failures of the request are named; what is ours to mend is only said to have happened. */
export function answerOf(error: unknown): Answer {
  const known = knownError(error);
  if (known === null) return { status: 500, body: { code: 'INTERNAL', message: 'an internal error', hint: '' } };
  const { message, hint } = WORDS_BY_CODE[known.code] ?? known;
  return { status: statusOf(known.code), body: { code: known.code, message, hint } };
}

/** `HTTP_500` and its like come from a program that answered without a code. */
const statusOf = (code: string) => STATUS_BY_CODE[code] ?? (/^HTTP_5\d\d$/.test(code) ? 502 : 409);

function knownError(error: unknown): RoomtoneError | null {
  if (isRoomtoneError(error)) return error;
  if (error instanceof ZodError) return null;
  const { validationContext, statusCode } = error as Partial<FastifyError>;
  if (validationContext !== undefined) return requestInvalid((error as Error).message);
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? clientError(statusCode) : null;
}

/** Errors of the server library: its texts may quote the request, so none of them is passed on. */
function clientError(status: number): RoomtoneError {
  if (status === 404) return new RoomtoneError('NOT_FOUND', 'there is no such page', '');
  if (status === 413) return requestInvalid('the body is too large');
  if (status === 415) return requestInvalid('the body must be JSON');
  if (status === 429) return new TooManyRequests(60);
  return requestInvalid('the request cannot be read');
}

export function errorHandler(log: Logger) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<ApiError> => {
    const { status, body } = answerOf(error);
    if (status >= 500) log.error({ err: error, route: request.routeOptions.url ?? null }, 'a request failed');
    if (error instanceof TooManyRequests) reply.header('retry-after', error.waitSeconds);
    reply.status(status).type('application/json');
    return body;
  };
}
