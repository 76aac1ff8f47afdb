// The five checks at the end of set-up, from what the programs say of themselves: each well, on its way, or to be mended.
// Pure.
import type { StatusResponse } from '../../../shared/console-api.ts';
import type { ModelReport } from '../../../shared/sense-api.ts';
import type { SourceState } from '../../../shared/vocabulary.ts';

export const CHECKS = ['camera', 'microphone', 'models', 'broker', 'notice'] as const;
export type CheckName = (typeof CHECKS)[number];
/** `unused`: not wanted here, which is well too. */
export type CheckGrade = 'good' | 'waiting' | 'bad' | 'unused';

export interface Check {
  readonly name: CheckName;
  readonly grade: CheckGrade;
  /** In the words of the program, or null. */
  readonly cause: string | null;
}

export function checksOf({ sense, link }: StatusResponse, models: readonly ModelReport[] | null): readonly Check[] {
  const microphone = link?.sense?.sources.find(({ kind }) => kind === 'microphone');
  return [
    sense === null
      ? { name: 'camera', grade: 'bad', cause: null }
      : { name: 'camera', grade: gradeOf(sense.source.state), cause: sense.source.cause },
    microphone === undefined
      ? { name: 'microphone', grade: link?.sense == null ? 'waiting' : 'unused', cause: null }
      : { name: 'microphone', grade: gradeOf(microphone.state), cause: microphone.cause },
    modelsCheck(models),
    link === null
      ? { name: 'broker', grade: 'bad', cause: null }
      : { name: 'broker', grade: link.broker.connected ? 'good' : 'bad', cause: link.broker.reason },
    { name: 'notice', grade: isNoticeDone(sense) ? 'good' : 'bad', cause: null },
  ];
}

/** A replayed clip shows nobody who would have to be told. */
const isNoticeDone = (sense: StatusResponse['sense']) => sense?.context === 'demo' || sense?.noticeConfirmed === true;

function gradeOf(state: SourceState): CheckGrade {
  if (state === 'running') return 'good';
  return state === 'idle' || state === 'starting' ? 'waiting' : 'bad';
}

/** The detector runs wherever anything is sensed; what else runs depends on the place. */
function modelsCheck(models: readonly ModelReport[] | null): Check {
  const isRunning = models?.some(({ task, running }) => task === 'face-detector' && running !== null) === true;
  const grade = isRunning ? 'good' : models === null || models.length > 0 ? 'waiting' : 'bad';
  return { name: 'models', grade, cause: null };
}
