// The machine that figures were measured on.
import { cpus, loadavg, totalmem } from 'node:os';
import { rounded } from './statistics.ts';

export function machineOf() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    load: rounded(loadavg()[0] ?? 0, 1),
    node: process.version,
  };
}
