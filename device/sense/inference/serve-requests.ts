// The inside of an inference worker: opens its stage once, then answers requests one after the other until told to close.
import type { MessagePort, Transferable } from 'node:worker_threads';
import { NativeGate } from './native-gate.ts';
import { type Down, downSchema, toPlain, type Up, workerDataSchema } from './worker-messages.ts';

export interface Answer {
  readonly value: unknown;
  /** Memory that goes back to the owner instead of being copied. */
  readonly transfer: readonly Transferable[];
}

export interface Handler {
  /** What the owner is told once, when it is ready. */
  readonly description: unknown;
  handle(value: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** `open` gets the options that the owner gave, not yet parsed. */
export async function serveRequests(
  port: MessagePort,
  workerData: unknown,
  open: (options: unknown, gate: NativeGate) => Promise<Handler>,
): Promise<void> {
  const say = (message: Up, transfer: readonly Transferable[] = []) => port.postMessage(message, [...transfer]);
  try {
    const { gate, options } = workerDataSchema.parse(workerData);
    const handler = await open(options, new NativeGate(gate, () => process.exit()));
    port.on(
      'message',
      serially((message: unknown) => obey(downSchema.parse(message), handler, port, say)),
    );
    say({ kind: 'ready', description: handler.description });
  } catch (error) {
    say({ kind: 'failed', error: toPlain(error) });
    port.close();
  }
}

type Say = (message: Up, transfer?: readonly Transferable[]) => void;

async function obey(message: Down, handler: Handler, port: MessagePort, say: Say): Promise<void> {
  if (message.kind === 'close') {
    await handler.close();
    port.close();
    return;
  }
  const { serial, value } = message;
  try {
    const answer = await handler.handle(value);
    say({ kind: 'answer', serial, value: answer.value }, answer.transfer);
  } catch (error) {
    say({ kind: 'refused', serial, error: toPlain(error) });
  }
}

function serially(step: (message: unknown) => Promise<void>): (message: unknown) => void {
  let last = Promise.resolve();
  return (message) => {
    last = last.then(() => step(message));
  };
}
