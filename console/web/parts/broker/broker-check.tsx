// The test of the broker: a button, and what came of each stage in plain words. Nothing is saved by it.
import { useSignal } from '@preact/signals';
import type { BrokerStageResult, BrokerTestResponse } from '../../../../shared/broker-test.ts';
import { Refusal, request } from '../../state/api.ts';
import type { AskedTest } from '../../state/broker-check.ts';
import { t } from '../../strings/strings.ts';

export function BrokerCheck({ asked }: { readonly asked: () => AskedTest }) {
  const words = t.brokerForm;
  const isBusy = useSignal(false);
  const result = useSignal<BrokerTestResponse | null>(null);
  const failure = useSignal<string | null>(null);
  const test = async () => {
    isBusy.value = true;
    failure.value = null;
    result.value = null;
    try {
      result.value = await request<BrokerTestResponse>('POST', '/api/broker/test', { body: asked() });
    } catch (error) {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    }
    isBusy.value = false;
  };
  return (
    <div class="stack tight">
      <button type="button" class="quiet" disabled={isBusy.value} onClick={() => void test()}>
        {isBusy.value ? words.testing : words.test}
      </button>
      <p class="failure" role="alert">
        {failure.value}
      </p>
      <div role="status">{result.value !== null && <Result result={result.value} />}</div>
    </div>
  );
}

function Result({ result }: { readonly result: BrokerTestResponse }) {
  const words = t.brokerForm;
  const failed = result.stages.find(({ outcome }) => outcome === 'failed');
  return (
    <>
      <p class={result.ok ? 'verdict good' : 'verdict bad'}>
        {failed === undefined ? words.well(result.protocol ?? '') : words.failed(words.stages[failed.stage])}
      </p>
      <ol class="stages">
        {result.stages.map((stage) => (
          <Stage key={stage.stage} of={stage} />
        ))}
      </ol>
    </>
  );
}

const SIGNS = { ok: '✓', failed: '!', skipped: '–' } as const;
const GRADES = { ok: 'good', failed: 'bad', skipped: 'skipped' } as const;

function Stage({ of: { stage, outcome, ms, message, hint } }: { readonly of: BrokerStageResult }) {
  const words = t.brokerForm;
  return (
    <li class={GRADES[outcome]}>
      <span class="sign" aria-hidden="true">
        {SIGNS[outcome]}
      </span>
      <div>
        <strong>{words.stages[stage]}</strong> <span class="unseen">{words.outcomes[outcome]}</span>
        {ms !== null && outcome === 'ok' && <small> {ms} ms</small>}
        <p>{message}</p>
        {hint !== '' && <p>{hint}</p>}
      </div>
    </li>
  );
}
