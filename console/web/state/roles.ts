// Roles as the pages choose them, without the schema library that stands beside them in `shared/console-api.ts`.
import type { UserEntry as Entry, Role } from '../../../shared/console-api.ts';

export type RoleName = Role;
export type UserEntry = Entry;
export const ROLE_NAMES = ['viewer', 'admin'] as const satisfies readonly Role[];
