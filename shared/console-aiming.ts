// Contract of the console's routes for aiming the camera: POST and DELETE /api/aiming, and the WebSocket of the same path.
import { z } from 'zod';
import { aimingReasonSchema } from './aiming.ts';
import { typedPassword } from './console-api.ts';

/** Both, or neither: without them sense allows it during set-up alone. */
export const aimRequestSchema = z
  .strictObject({
    password: typedPassword.nullable().default(null),
    reason: aimingReasonSchema.nullable().default(null),
  })
  .refine(({ password, reason }) => (password === null) === (reason === null), {
    message: 'a reason and the password belong together',
  });
