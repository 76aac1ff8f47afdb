// Every route says what it takes and gives, in zod. What a route leaves out is closed: no query, no parameters, no body.
// A route without a response schema is refused at start.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawServerDefault,
  RouteOptions,
} from 'fastify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { z } from 'zod';
import { errorSchema } from '../../shared/console-api.ts';

/** Types of handlers follow from their schemas. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

export type ConsoleApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** One route as it was added, for whoever walks all of them. */
export interface AddedRoute {
  readonly method: string;
  readonly url: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the application, in the order in which they were added. */
    readonly addedRoutes: AddedRoute[];
  }
  interface FastifyContextConfig {
    /** Routes whose answer is no JSON: files, and the WebSocket. */
    readonly answers?: 'file' | 'socket';
  }
}

const nothing = z.strictObject({}).optional().nullable();
const noBody = z.union([z.undefined(), z.null(), z.strictObject({})]);

const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: new Error(firstIssue(parsed.error)) };
  };

const serialise: FastifySerializerCompiler<z.ZodType> =
  ({ schema }) =>
  (data) =>
    JSON.stringify(schema.parse(data));

export function addContracts(app: FastifyInstance): void {
  app.setValidatorCompiler(validate);
  app.setSerializerCompiler(serialise);
  app.decorate('addedRoutes', []);
  app.addHook('onRoute', (route) => {
    closeContract(route);
    app.addedRoutes.push(...[route.method].flat().map((method) => ({ method, url: route.url })));
  });
}

function closeContract(route: RouteOptions): void {
  const given = route.schema ?? {};
  const response = given.response as Record<string, z.ZodType> | undefined;
  if (response === undefined && route.config?.answers === undefined) {
    throw new Error(`${String(route.method)} ${route.url} has no response schema`);
  }
  route.schema = {
    ...given,
    querystring: given.querystring ?? nothing,
    params: given.params ?? nothing,
    ...(takesBody(route.method) ? { body: given.body ?? noBody } : {}),
    ...(response === undefined ? {} : { response: { ...response, '4xx': errorSchema, '5xx': errorSchema } }),
  };
}

function takesBody(method: RouteOptions['method']): boolean {
  return [method].flat().some((each) => !['GET', 'HEAD'].includes(each));
}

/** Names where and what, and quotes nothing of the request. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const at = issue?.path.filter((part) => typeof part === 'number' || /^[\w.-]{1,40}$/.test(String(part))).join('.');
  return `${at === undefined || at === '' ? 'request' : at}: ${messageOf(issue)}`;
}

function messageOf(issue: z.core.$ZodIssue | undefined): string {
  return issue === undefined || issue.code === 'unrecognized_keys' ? 'unknown key' : issue.message;
}
