// What is wrong with the device beneath the programs: heat, disk, clock, certificate; and what to do about it. Pure.
import type { Health } from '../../../shared/messages.ts';
import { t } from '../strings/strings.ts';
import { bad, type Problem, waiting } from './problems.ts';

/** Where the device begins to look less often, in degrees Celsius. */
const HOT_C = 75;
const WARM_C = 68;
const DISK_LOW_MB = 500;
const DISK_FULL_MB = 100;
const CERTIFICATE_DAYS = 21;

export function findDeviceProblems(health: Health): readonly Problem[] {
  const texts = t.device.problems;
  const { clock, temperaturesC, diskFreeMb, link } = health;
  return [
    ...Object.entries(temperaturesC).flatMap(([name, degrees]) => heatProblem(name, degrees)),
    ...(diskFreeMb !== null && diskFreeMb < DISK_LOW_MB
      ? [diskFreeMb < DISK_FULL_MB ? bad(texts.disk(diskFreeMb)) : waiting(texts.disk(diskFreeMb))]
      : []),
    ...(clock === 'unknown' ? [bad(texts.clock)] : []),
    ...certificateProblem(link.certificateDays),
    ...(link.outboxDegraded ? [bad(texts.outboxDegraded)] : []),
    ...(link.configurationDegraded ? [waiting(texts.configurationDegraded)] : []),
  ];
}

function heatProblem(name: string, degrees: number): readonly Problem[] {
  if (degrees < WARM_C) return [];
  const text = t.device.problems.hot(name, Math.round(degrees));
  return [degrees < HOT_C ? waiting(text) : bad(text)];
}

function certificateProblem(days: number | null): readonly Problem[] {
  if (days === null || days >= CERTIFICATE_DAYS) return [];
  return [days < 0 ? bad(t.device.problems.certificate(days)) : waiting(t.device.problems.certificate(days))];
}
