// Invitations: an admin makes a link, a person makes an account of it.
import {
  acceptInvitationRequestSchema,
  acceptInvitationResponseSchema,
  invitationParamsSchema,
  invitationsResponseSchema,
  inviteRequestSchema,
  inviteResponseSchema,
} from '../../shared/console-access.ts';
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import { signInRequired } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmAdmin } from '../sessions/fresh-sign-in.ts';
import { signIn } from '../sessions/session-cookie.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addInvitationRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { invitations } = parts;
  app.get('/api/invitations', { schema: { response: { 200: invitationsResponseSchema } } }, async () => ({
    invitations: [...invitations.list()],
  }));

  const inviting = { body: inviteRequestSchema, response: { 200: inviteResponseSchema } };
  app.post('/api/invitations', { schema: inviting, config: STRICT_LIMIT }, async (request) => {
    if (request.signedIn === null) throw signInRequired();
    await confirmAdmin(parts, request, request.body);
    const invitation = await invitations.invite(request.body.role, request.signedIn.name);
    await audit(parts, request, 'invited', request.body.role);
    return invitation;
  });

  const taking = { params: invitationParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/invitations/:id', { schema: taking }, async (request) => {
    await invitations.takeBack(request.params.id);
    await audit(parts, request, 'invitation-taken-back');
    return DONE;
  });
  addAcceptance(app, parts);
}

/** For whoever has the link. */
function addAcceptance(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { body: acceptInvitationRequestSchema, response: { 200: acceptInvitationResponseSchema } };
  app.post('/api/invitation', { schema, config: STRICT_LIMIT }, async (request) => {
    const { token, name, password } = request.body;
    const { user, by } = await parts.invitations.accept(token, name, password).catch(async (error: unknown) => {
      await audit(parts, request, 'invitation-refused');
      throw error;
    });
    await parts.secondFactor.forget(name);
    const session = await signIn(request, parts.sessions, user);
    await audit(parts, request, 'invitation-accepted', `as ${user.role}, invited by ${by}`);
    return parts.sessions.describe(session);
  });
}
