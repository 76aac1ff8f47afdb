import { useSignal } from '@preact/signals';
import { CONTEXTS, type Context } from '../../../../shared/vocabulary.ts';
import { ActionForm, Check } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { loadStatus } from '../../state/console-state.ts';
import { t } from '../../strings/strings.ts';

/** `demo` is never declared: it belongs to a replayed clip. */
const CHOICES = CONTEXTS.filter((context) => context !== 'demo');

export function ContextStep() {
  const chosen = useSignal<Context | null>(null);
  const isSure = useSignal(false);
  const declare = async () => {
    await request('POST', '/api/context', { body: { context: chosen.value } });
    await loadStatus();
  };
  return (
    <section class="card">
      <h2>{t.setUp.contextTitle}</h2>
      <p>{t.setUp.contextText}</p>
      <ActionForm submit={t.setUp.context} isReady={chosen.value !== null && isSure.value} onSubmit={declare}>
        <fieldset class="choices">
          <legend class="unseen">{t.setUp.contextTitle}</legend>
          {CHOICES.map((context) => (
            <label key={context} class="choice">
              <input
                type="radio"
                name="context"
                value={context}
                checked={chosen.value === context}
                onChange={() => {
                  chosen.value = context;
                }}
              />
              <span>
                <strong>{t.contexts[context][0]}</strong>
                <span>{t.contexts[context][1]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Check label={t.setUp.contextConfirm} value={isSure} />
      </ActionForm>
    </section>
  );
}
