// `(device, boot, seq)` of a window, as `shared/window.ts` makes it, without the schema library that stands there.
import type { WindowMessage } from '../../../shared/window.ts';

export type { WindowMessage } from '../../../shared/window.ts';

export const windowKey = ({ device, boot, seq }: WindowMessage) => `${device}/${boot}/${seq}`;
