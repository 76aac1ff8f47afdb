// How far a fleet spreads its connects: thousands lose power, or their broker, at one instant.
const START_SPREAD_MS = 30_000;
const LOSS_SPREAD_MS = 90_000;

export interface Spread {
  readonly startSpreadMs: number;
  readonly lossSpreadMs: number;
}

/** A broker on this machine serves one device, so nobody has to wait for anybody. */
export function spreadOf(brokerUrl: string): Spread {
  const { hostname } = new URL(brokerUrl);
  const local = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return local
    ? { startSpreadMs: 0, lossSpreadMs: 0 }
    : { startSpreadMs: START_SPREAD_MS, lossSpreadMs: LOSS_SPREAD_MS };
}
