// A native gate tells the owner of a worker thread whether the thread is inside native code, and keeps it out for good
// once it was given up. Ending a thread while onnxruntime runs in it aborts the whole program, so a thread may be
// terminated only while the gate shows it outside; one that is inside is told to end itself on its way out.

const OUTSIDE = 0;
const INSIDE = 1;
const CLOSED = 2;

/** One shared integer. */
export type GateMemory = Int32Array;

export const createGateMemory = (): GateMemory => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** The worker's side. */
export class NativeGate {
  readonly #memory: GateMemory;
  readonly #leaveThread: () => void;

  /** `leaveThread` ends the calling thread; it is called once the owner has given up on it. */
  constructor(memory: GateMemory, leaveThread: () => void) {
    this.#memory = memory;
    this.#leaveThread = leaveThread;
  }

  /** Runs `native`, which must not start other work through this gate before it settles. */
  async pass<T>(native: () => Promise<T>): Promise<T> {
    if (Atomics.compareExchange(this.#memory, 0, OUTSIDE, INSIDE) === CLOSED) this.#leaveThread();
    try {
      return await native();
    } finally {
      if (Atomics.compareExchange(this.#memory, 0, INSIDE, OUTSIDE) === CLOSED) this.#leaveThread();
    }
  }
}

/** The owner's side: closes the gate. Returns whether the thread is outside native code, and so may be terminated. */
export const closeGate = (memory: GateMemory): boolean => Atomics.exchange(memory, 0, CLOSED) !== INSIDE;

/** A gate of a thread that nobody terminates. */
export const openGate = (): NativeGate => new NativeGate(createGateMemory(), () => {});
