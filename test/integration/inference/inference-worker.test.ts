import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { InferenceWorker } from '../../../device/sense/inference/inference-worker.ts';
import { INFERENCE_STUCK_MS } from '../../../shared/limits.ts';
import { until } from '../../fixtures/capture/ports.ts';
import type { Fault, FaultyRequest } from '../../fixtures/inference/faulty-thread.ts';
import { HandClock } from '../../fixtures/inference/hand-clock.ts';

const ENTRY = new URL('../../fixtures/inference/faulty-thread.ts', import.meta.url);
/** How long a thread hangs in native code: longer than another takes to replace it. */
const NATIVE_MS = 3_000;
const never = new AbortController().signal;
const open: InferenceWorker[] = [];

afterEach(async () => {
  for (const worker of open.splice(0)) await worker.stop();
});

async function startWorker(options = 'fine') {
  const clock = new HandClock();
  const losses: string[] = [];
  const onLost = (error: unknown) => losses.push((error as { code: string }).code);
  const worker = new InferenceWorker({
    name: 'test',
    entry: ENTRY,
    options,
    clock,
    random: new CryptoRandom(),
    onLost,
  });
  open.push(worker);
  await worker.start(never);
  const ask = (fault: Fault, more: Omit<FaultyRequest, 'fault'> = {}) => worker.request({ fault, ...more }, []);
  /** Lets time pass until the thread has been replaced. */
  const recover = async () => {
    for (let tries = 0; tries < 400; tries += 1) {
      await clock.pass(50);
      const answer = await ask('none').catch((error: { code: string }) => error.code);
      if (answer !== 'INFERENCE_UNAVAILABLE') return answer;
      await delay(25);
    }
    throw new Error('the worker did not come back');
  };
  return { worker, clock, losses, ask, recover };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

describe('an inference worker', () => {
  it('answers, and says what it runs', async () => {
    const { worker, ask } = await startWorker();
    expect(worker.description).toEqual({ options: 'fine' });
    expect(await ask('none')).toEqual({ said: 'none' });
    expect(worker.restarts).toBe(0);
  });

  it.each(['loop', 'silent'] as const)(
    'S3: stuck inference (%s) is noticed within 10 s and restarted',
    async (fault) => {
      expect(INFERENCE_STUCK_MS).toBeLessThan(10_000);
      const { worker, clock, losses, ask, recover } = await startWorker();
      const code = codeOf(ask(fault));
      await clock.pass(INFERENCE_STUCK_MS - 1);
      expect(losses).toEqual([]);
      await clock.pass(1);
      expect(await code).toBe('INFERENCE_STUCK');
      expect(await codeOf(ask('none'))).toBe('INFERENCE_UNAVAILABLE');
      expect(await recover()).toEqual({ said: 'none' });
      expect(losses).toEqual(['INFERENCE_STUCK']);
      expect(worker.restarts).toBe(1);
    },
  );

  it.each(['throw', 'exit'] as const)('S3: crashed inference (%s) is noticed at once and restarted', async (fault) => {
    const { worker, ask, recover } = await startWorker();
    expect(await codeOf(ask(fault))).toBe('INFERENCE_CRASHED');
    expect(await recover()).toEqual({ said: 'none' });
    expect(worker.restarts).toBe(1);
  });

  it('S3: an answer that comes after its request was given up is never heard', async () => {
    const { clock, ask, recover } = await startWorker();
    const given = codeOf(ask('late'));
    await clock.pass(INFERENCE_STUCK_MS);
    expect(await given).toBe('INFERENCE_STUCK');
    // The late answer, if it were heard, would be taken for the one to this request.
    expect(await recover()).toEqual({ said: 'none' });
    await delay(400);
    expect(await ask('none')).toEqual({ said: 'none' });
  });

  it('S3: a thread that hangs in native code is left to end itself, and two such are all there will be', async () => {
    const { worker, clock, ask, recover } = await startWorker();
    for (let losses = 1; losses <= 2; losses += 1) {
      const inside = new Int32Array(new SharedArrayBuffer(4));
      const code = codeOf(ask('native', { nativeMs: NATIVE_MS, inside }));
      // The thread has its own time, which no clock of ours moves.
      await until('it is inside', () => Atomics.load(inside, 0) === 1);
      await clock.pass(INFERENCE_STUCK_MS);
      expect(await code).toBe('INFERENCE_STUCK');
      expect(worker.restarts).toBe(losses);
      if (losses === 1) expect(await recover()).toEqual({ said: 'none' });
    }
    await clock.pass(60_000);
    expect(await codeOf(ask('none'))).toBe('INFERENCE_UNAVAILABLE');
    // Both end by themselves; then the longest wait between two tries is over.
    await delay(NATIVE_MS + 500);
    await clock.pass(30_000);
    expect(await recover()).toEqual({ said: 'none' });
  });

  it('hands on what the stage refuses, and goes on', async () => {
    const { worker, ask } = await startWorker();
    expect(await codeOf(ask('refuse'))).toBe('MODEL_OUTPUT_INVALID');
    expect(await ask('none')).toEqual({ said: 'none' });
    expect(worker.restarts).toBe(0);
  });

  it('does not start when its stage cannot open its models', async () => {
    expect(await codeOf(startWorker('unopenable'))).toBe('MODEL_CORRUPT');
  });

  it('lets a request in flight finish when it stops', async () => {
    const { worker, ask, losses } = await startWorker();
    const answer = ask('late');
    await worker.stop();
    expect(await answer).toEqual({ said: 'late' });
    expect(losses).toEqual([]);
  });

  it('stops with a request in flight that never ends', async () => {
    const { worker, ask } = await startWorker();
    const code = codeOf(ask('loop'));
    await worker.stop();
    await worker.stop();
    expect(await code).toBe('INFERENCE_STOPPED');
  });
});
