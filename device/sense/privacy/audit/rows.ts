// The rows of the privacy table that the installed code shows by itself, each with the figure that decides it. What needs
// a running sense (P7, P12) is in `running-rows.ts`, what needs this device's files (P11) in `state-row.ts`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DECLARED_CONTEXTS, INITIAL_PRIVACY_SETTINGS, LIVE_PROFILES } from '../../../../shared/privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS, PROFILES } from '../../../../shared/vocabulary.ts';
import { createLog } from '../../../runtime/log.ts';
import type { Random } from '../../../runtime/random.ts';
import { discreteLaplace, probabilityOf, upperTail } from '../discrete-laplace.ts';
import { NOISED_GATE_RISK, noisedThreshold } from '../gate.ts';
import { type Ledger, onDay } from '../ledger.ts';
import { PROFILE_TERMS, presenceShares, sharesOf, totalOf } from '../profiles.ts';
import { releaseWindow } from '../release.ts';
import { ReleaseStore } from '../release-store.ts';
import { tasksFor, termsOf } from '../terms.ts';
import { aimingFinding, mosaicFinding } from './aiming-row.ts';
import { fitOf, ONCE_IN_A_MILLION } from './chi-square.ts';
import { crowdOf, framesOf, trialRequest, trialTerms, votesOf } from './trial.ts';

export const auditRowSchema = z.strictObject({
  row: z.string(),
  title: z.string(),
  pass: z.boolean().nullable().describe('Null where it could not be checked here; the figure says why'),
  figure: z.string().describe('What was measured, with its unit and its bound'),
});
export type AuditRow = z.infer<typeof auditRowSchema>;
type Finding = Pick<AuditRow, 'pass' | 'figure'>;

const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;
const SAMPLES = 20_000;
const NOISE_MILLI = [60, 90, 250, 500, 2_000] as const;
const ALL_ON = { voice: true, gender: true, feedback: true };
const sum = (counts: object) => Object.values(counts).reduce((all: number, count: number) => all + count, 0);

/** Runs every row, in order. */
export async function auditRows(random: Random): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = [];
  for (const [row, title, find] of ROWS) rows.push({ row, title, ...(await find(random)) });
  return rows;
}

const ROWS: readonly (readonly [string, string, (random: Random) => Finding | Promise<Finding>])[] = [
  ['P1', 'only whole counts and the listed keys leave', publishedKeys],
  ['P2', 'nothing is said of fewer than k people (true gate)', trueGate],
  ['P2', 'fewer than k people pass the noised gate in at most 1 % of windows', noisedGate],
  ['P2', 'one person who comes six times is no crowd', reentries],
  ['P3', 'the noise fits the discrete Laplace distribution', noiseFit],
  ['P3', "the shares of all histograms sum to the window's epsilon", shares],
  ['P4', 'a restart finds the same bytes, and draws no noise again', sameBytes],
  ['P5', 'publication stops at the cap of the day, whatever the clock does', cap],
  ['P6', 'one track of ten minutes and 6,000 frames is one vote', oneVote],
  ['P8', 'no track id is in what is published', canary],
  ['P9', 'the preview is off as unboxed, and what it shows keeps no face', mosaicFinding],
  ['P9', 'the camera is aimed for five minutes, with a reason after set-up, and nothing is counted', aimingFinding],
  ['P10', 'no emotion model is loaded in a workplace or a school', emotionless],
  ['P11', 'a live room is never a demo, and always has a cap', alwaysCapped],
];

const KEYS = 'v device boot seq stream context window counts suppressed models privacy quality'.split(' ');

function publishedKeys(random: Random): Finding {
  const { aggregates } = releaseWindow(trialRequest(trialTerms(ALL_ON), crowdOf(20), START_MS), random);
  const foreign = aggregates.flatMap((window) => Object.keys(window).filter((key) => !KEYS.includes(key)));
  const counts = aggregates.flatMap(({ counts }) => Object.values(counts ?? {}));
  const figure = `${counts.length} counts of ${aggregates.length} streams, ${foreign.length} foreign keys`;
  return { pass: foreign.length === 0 && counts.length > 0 && counts.every(Number.isInteger), figure };
}

function trueGate(random: Random): Finding {
  const terms = trialTerms({});
  const { k } = terms.profile;
  const cohorts = Array.from({ length: k }, (_, people) => people);
  const released = cohorts.filter((people) => {
    const { aggregates, ledger } = releaseWindow(trialRequest(terms, crowdOf(people), START_MS), random);
    return aggregates.some(({ counts }) => counts !== null) || ledger.spentMilli > 0;
  });
  return { pass: released.length === 0, figure: `${released.length} of ${k} cohorts under ${k} released` };
}

function noisedGate(random: Random): Finding {
  const { k } = PROFILE_TERMS.strict;
  const { people } = presenceShares(sharesOf('strict', 'public', ALL_ON).presence);
  const threshold = noisedThreshold(k, people);
  const risk = upperTail(people, threshold - (k - 1));
  const passed = Array.from({ length: SAMPLES }, () => k - 1 + discreteLaplace(people, random) >= threshold);
  const share = passed.filter(Boolean).length / SAMPLES;
  const bound = NOISED_GATE_RISK + 5 * Math.sqrt((risk * (1 - risk)) / SAMPLES);
  const figure = `${percent(share)} measured over ${SAMPLES} windows, ${percent(risk)} by theory, threshold ${threshold}`;
  return { pass: risk <= NOISED_GATE_RISK && share <= bound, figure };
}

function reentries(): Finding {
  const visits = Array.from({ length: 6 }, (_, visit) => framesOf([visit], visit * 30_000, 5)).flat();
  const { cohort } = votesOf(visits);
  return { pass: cohort < PROFILE_TERMS.demo.k, figure: `cohort ${cohort}, smallest k ${PROFILE_TERMS.demo.k}` };
}

function noiseFit(random: Random): Finding {
  const shares = NOISE_MILLI.map((milli) => {
    const samples = Array.from({ length: SAMPLES }, () => discreteLaplace(milli, random));
    const { statistic, critical } = fitOf(samples, (x) => probabilityOf(milli, x), ONCE_IN_A_MILLION);
    return statistic / critical;
  });
  const worst = Math.max(...shares);
  const figure = `chi-square at most ${percent(worst)} of critical, ${SAMPLES} samples at ${shares.length} epsilons`;
  return { pass: worst < 1, figure };
}

function shares(): Finding {
  const totals = PROFILES.map((profile) => totalOf(sharesOf(profile, 'public', ALL_ON)));
  const stated = PROFILES.map((profile) => PROFILE_TERMS[profile].epsilonMilli);
  return { pass: totals.join() === stated.join(), figure: totals.map((milli) => milli / 1_000).join(', ') };
}

async function sameBytes(random: Random): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), 'roomtone-audit-'));
  try {
    const open = async () => {
      const store = new ReleaseStore(folder, createLog('audit', 'silent'));
      await store.open();
      return store;
    };
    const first = await open();
    const request = trialRequest(trialTerms({}), crowdOf(20), START_MS);
    const { aggregates, ledger } = releaseWindow(request, random);
    await first.commit(aggregates, ledger);
    const second = await open();
    const before = JSON.stringify(first.take(100));
    const again = releaseWindow({ ...request, ledger: second.ledger }, random);
    const isSame = JSON.stringify(second.take(100)) === before && before.length > 100;
    const isDrawn = again.aggregates.some(({ privacy }) => privacy.epsilonMilli > 0);
    return { pass: isSame && !isDrawn, figure: `${before.length} bytes, drawn again: ${isDrawn ? 'yes' : 'no'}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cap(random: Random): Finding {
  const terms = trialTerms(ALL_ON);
  let ledger: Ledger = onDay(trialRequest(terms, crowdOf(0), 0).ledger, START_MS, 0);
  let most = 0;
  for (let window = 0; window < 96; window += 1) {
    const request = trialRequest(terms, crowdOf(20), START_MS + window * 900_000);
    const back = window % 7 === 0 ? -DAY_MS : 0;
    ledger = releaseWindow({ ...request, ledger: onDay(ledger, START_MS + back, 0) }, random).ledger;
    most = Math.max(most, ledger.spentMilli);
  }
  const capMilli = terms.capMilli ?? 0;
  return { pass: most === capMilli, figure: `${most / 1_000} spent of ${capMilli / 1_000} in 96 windows` };
}

function oneVote(): Finding {
  const { mood, dwell, attention } = votesOf(framesOf([1], 0, 600));
  const votes = [mood, dwell, attention].map(sum);
  return { pass: votes.every((count) => count === 1), figure: `${votes.join(', ')} votes in three histograms` };
}

function canary(random: Random): Finding {
  const ids = Array.from({ length: 20 }, (_, index) => 271_828_182_845 + index);
  const request = trialRequest(trialTerms(ALL_ON), votesOf(framesOf(ids, 0, 5)), START_MS);
  const text = JSON.stringify(releaseWindow(request, random).aggregates);
  const found = ids.filter((id) => text.includes(String(id)));
  return { pass: found.length === 0, figure: `${found.length} of ${ids.length} ids in ${text.length} bytes` };
}

function emotionless(): Finding {
  const loaded = EMOTIONLESS_CONTEXTS.flatMap((context) => tasksFor(context, { voice: true, gender: true }));
  const emotional = loaded.filter((task) => /emotion|fusion/.test(task));
  return { pass: emotional.length === 0, figure: `${emotional.length} of ${EMOTIONLESS_CONTEXTS.length} contexts` };
}

function alwaysCapped(): Finding {
  const rooms = DECLARED_CONTEXTS.flatMap((context) => LIVE_PROFILES.map((profile) => ({ context, profile })));
  const lowered = rooms.filter(({ context, profile }) => {
    const terms = termsOf({ ...INITIAL_PRIVACY_SETTINGS, context, profile }, { live: true, hasMicrophone: true });
    return terms === null || terms.capMilli === null || terms.profile.profile === 'demo' || terms.context === 'demo';
  });
  return { pass: lowered.length === 0, figure: `${lowered.length} of ${rooms.length} rooms without a cap` };
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
