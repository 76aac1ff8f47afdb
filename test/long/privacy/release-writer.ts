// A program that releases windows, hands them on and has them acknowledged, to be killed at any of its system calls.
// Prints one line for each thing that the next one in the chain would have seen.

import { createLog } from '../../../device/runtime/log.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { releaseWindow } from '../../../device/sense/privacy/release.ts';
import { ReleaseStore } from '../../../device/sense/privacy/release-store.ts';
import { liveTerms, NOON, requestOf, windowAt } from '../../unit/privacy/window-request.ts';

const [folder = '', order = 'durable-first'] = process.argv.slice(2);
const WINDOWS = 2;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** The fault `eager` hands on before the disk has it. */
function handOn(records: readonly { readonly boot: number; readonly seq: number; readonly payload: string }[]): void {
  for (const { boot, seq, payload } of records) say({ kind: 'handed', key: `${boot}/${seq}`, payload });
}

const store = new ReleaseStore(folder, createLog('writer', 'silent'));
await store.open();
const terms = liveTerms();
for (let index = 0; index < WINDOWS; index += 1) {
  const startMs = Math.max(NOON, store.ledger.drawnUntilMs);
  const request = requestOf(20, terms, {
    boot: store.boot,
    seq: 2 * index,
    ledger: store.ledger,
    window: windowAt(startMs, 900),
  });
  const { aggregates, ledger } = releaseWindow(request, new CryptoRandom());
  if (order === 'eager') handOn(aggregates.map((window) => ({ ...window, payload: JSON.stringify(window) })));
  await store.commit(aggregates, ledger);
  handOn(store.take(100));
  const [oldest] = store.take(1);
  if (oldest === undefined) continue;
  say({ kind: 'acknowledging', key: `${oldest.boot}/${oldest.seq}` });
  await store.acknowledge([oldest]);
}
say({ kind: 'done' });
