// Processor time of another process, of all its threads and of the children that it has reaped.
import { readFileSync } from 'node:fs';

/** proc(5), fields 14 to 17, in ticks of 10 ms. */
const FIRST = 11;
const LAST = 15;
const TICKS_PER_SECOND = 100;

/** User and system seconds; 0 for a process that is gone. */
export function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').slice(FIRST, LAST) ?? [];
    return fields.reduce((sum, field) => sum + Number(field), 0) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
