// One class of error that carries a stable code, a sentence for the person in front of it and what they can do.
// Nobody branches on a message: branch on `code`.

/** Codes are upper-case words joined by `_`, never renamed once published. */
export class RoomtoneError extends Error {
  override readonly name = 'RoomtoneError';
  readonly code: string;
  /** What to do about it, one imperative sentence. */
  readonly hint: string;

  constructor(code: string, message: string, hint: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

export const isRoomtoneError = (error: unknown): error is RoomtoneError => error instanceof RoomtoneError;

/** `message` of anything thrown, for a log line or a wrapper's text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
