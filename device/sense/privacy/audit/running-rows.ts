// The rows that only a running sense can show: P7 and P12 from a trial run, and P7 of the sense that runs on this device.
// What could not be looked at says so, and claims nothing.
import { messageOf } from '../../../../shared/errors.ts';
import { type OpenEnds, openEndsOf, senseOn } from './open-ends.ts';
import type { AuditRow } from './rows.ts';
import { type RunningTrial, runTrial, TRIAL_PICTURE_BYTES } from './running-trial.ts';

const CLOSED =
  'a running sense has no file of another, no network socket and leaves no core file; no picture is written';
const ALONE = 'sense counts and tells where there is no network at all';
const HERE = 'the sense that runs here has no file of another, no network socket and leaves no core file';

/** P7 and P12 on the installed program, in half a minute. */
export async function trialRows(modelsFolder: string): Promise<readonly AuditRow[]> {
  return rowsOfTrial(await runTrial(modelsFolder));
}

/** @param trial or why there is none */
export function rowsOfTrial(trial: RunningTrial | string): readonly AuditRow[] {
  if (typeof trial === 'string') {
    const figure = `not checked, 0 trial runs: ${trial}`;
    return [
      { row: 'P7', title: CLOSED, pass: null, figure },
      { row: 'P12', title: ALONE, pass: null, figure },
    ];
  }
  const { ends, looks, bytesWritten, hadNoNetwork, windows } = trial;
  const isSmall = bytesWritten < TRIAL_PICTURE_BYTES;
  const written = `${bytesWritten} bytes written in all, one picture has ${TRIAL_PICTURE_BYTES}`;
  const alone = hadNoNetwork
    ? `${windows} windows in an empty network namespace`
    : `not checked: ${windows} windows, but this user may make no network namespace (run it as root)`;
  return [
    {
      row: 'P7',
      title: CLOSED,
      pass: isClosed(ends) && isSmall,
      figure: `${wordsOf(ends)} in ${looks} looks; ${written}`,
    },
    { row: 'P12', title: ALONE, pass: hadNoNetwork ? windows > 0 : null, figure: alone },
  ];
}

/** P7 of the sense whose state is `stateFolder`. */
export async function hereRow(stateFolder: string): Promise<AuditRow> {
  const row = { row: 'P7', title: HERE } as const;
  const pid = await senseOn(stateFolder);
  if (pid === null) return { ...row, pass: null, figure: 'not checked: 0 processes of sense run on that state folder' };
  try {
    const ends = await openEndsOf(pid, [stateFolder]);
    return { ...row, pass: isClosed(ends), figure: wordsOf(ends) };
  } catch (error) {
    return { ...row, pass: null, figure: `not checked, process ${pid}: ${messageOf(error)} (run it as root)` };
  }
}

const isClosed = ({ strayFiles, networkSockets, leavesNoCore }: OpenEnds) =>
  strayFiles.length === 0 && networkSockets === 0 && leavesNoCore;

function wordsOf({ processes, descriptors, strayFiles, networkSockets, leavesNoCore }: OpenEnds): string {
  const files =
    strayFiles.length === 0 ? '0 files' : `${strayFiles.length} files (${strayFiles.slice(0, 2).join(', ')})`;
  const core = leavesNoCore ? 'core files off' : 'core files ON';
  return `${files} and ${networkSockets} sockets of ${descriptors} descriptors in ${processes} processes, ${core}`;
}
