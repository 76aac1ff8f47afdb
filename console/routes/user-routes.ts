// Users: who may come in, and in which role. Whoever makes an admin gives the password again.
import {
  changeUserRequestSchema,
  createUserRequestSchema,
  DONE,
  doneSchema,
  type UserEntry,
  userEntrySchema,
  userParamsSchema,
  usersResponseSchema,
} from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmAdmin } from '../sessions/fresh-sign-in.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addUserRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { accounts, secondFactor } = parts;
  const entries = (): UserEntry[] =>
    accounts.list().map((user) => ({ ...user, secondFactor: secondFactor.isOn(user.name) }));
  app.get('/api/users', { schema: { response: { 200: usersResponseSchema } } }, async () => ({ users: entries() }));

  const creation = { body: createUserRequestSchema, response: { 200: userEntrySchema } };
  app.post('/api/users', { schema: creation, config: STRICT_LIMIT }, async (request) => {
    const { name, role, password } = request.body;
    await confirmAdmin(parts, request, request.body);
    const user = await accounts.create(name, role, password);
    await secondFactor.forget(name);
    await audit(parts, request, 'user-created', `${name} as ${role}`);
    return { ...user, secondFactor: false };
  });
  addChange(app, parts);
  addRemoval(app, parts);
}

/** A session carries the role that it began with, so it ends with it. */
function addChange(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { params: userParamsSchema, body: changeUserRequestSchema, response: { 200: doneSchema } };
  app.put('/api/users/:name', { schema, config: STRICT_LIMIT }, async (request) => {
    const { name } = request.params;
    const { role, disabled } = request.body;
    await confirmAdmin(parts, request, request.body);
    await parts.accounts.change(name, { role, disabled });
    await showOut(parts, name);
    const words = [role, disabled === undefined ? undefined : disabled ? 'disabled' : 'enabled'];
    await audit(parts, request, 'user-changed', [name, ...words].filter((word) => word !== undefined).join(' '));
    return DONE;
  });
}

function addRemoval(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { params: userParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/users/:name', { schema }, async (request) => {
    const { name } = request.params;
    await parts.accounts.remove(name);
    await showOut(parts, name);
    await parts.secondFactor.forget(name);
    await audit(parts, request, 'user-removed', name);
    return DONE;
  });
}

async function showOut(parts: ConsoleParts, name: string): Promise<void> {
  await parts.sessions.end((session) => session.name === name);
  await parts.invitations.takeBackAllOf(name);
}
