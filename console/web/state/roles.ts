// Roles as the pages choose them, without the schema library that stands beside them in `shared/console-api.ts`.
import type { Role, User } from '../../../shared/console-api.ts';

export type RoleName = Role;
export type UserEntry = User;
export const ROLE_NAMES = ['viewer', 'admin'] as const satisfies readonly Role[];
