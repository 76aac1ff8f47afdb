// How far a fleet spreads its connects: thousands lose power, or their broker, at one instant.
const START_SPREAD_MS = 30_000;
const LOSS_SPREAD_MS = 90_000;

export interface Spread {
  /** The first attempt comes at random within this. */
  readonly startSpreadMs: number;
  /** The first attempt after a lost connection comes at random within this: a fleet loses its broker at one instant. */
  readonly lossSpreadMs: number;
}

/** A broker on this machine serves one device, so nobody has to wait for anybody; nor for none at all. */
export function spreadOf(brokerUrl: string): Spread {
  if (brokerUrl === '') return { startSpreadMs: 0, lossSpreadMs: 0 };
  const { hostname } = new URL(brokerUrl);
  const local = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return local
    ? { startSpreadMs: 0, lossSpreadMs: 0 }
    : { startSpreadMs: START_SPREAD_MS, lossSpreadMs: LOSS_SPREAD_MS };
}
