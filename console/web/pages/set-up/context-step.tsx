import { type Signal, useSignal } from '@preact/signals';
import { CONTEXTS, type Context, LEGAL_BASIS_CONTEXTS, LEGAL_BASIS_LENGTH_MIN } from '../../../../shared/vocabulary.ts';
import { ActionForm, Check } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { loadStatus, status } from '../../state/console-state.ts';
import { goTo } from '../../state/route.ts';
import { t } from '../../strings/strings.ts';
import { NextButton } from './next-button.tsx';

/** `demo` is never declared: it belongs to a replayed clip. */
const CHOICES = CONTEXTS.filter((context) => context !== 'demo');

export function ContextStep() {
  const declared = status.value?.sense?.context ?? null;
  return declared === null ? <Declare /> : <Declared context={declared} />;
}

function Declared({ context }: { readonly context: Context }) {
  const [title, text] = t.contexts[context];
  return (
    <section class="card">
      <h2>{t.setUp.contextTitle}</h2>
      <p>{t.wizard.declared(title)}</p>
      <p class="hint">{text}</p>
      <NextButton step="context" />
    </section>
  );
}

function Declare() {
  const chosen = useSignal<Context | null>(null);
  const isSure = useSignal(false);
  const basis = useSignal('');
  const needsBasis = chosen.value !== null && LEGAL_BASIS_CONTEXTS.includes(chosen.value);
  const hasBasis = basis.value.trim().length >= LEGAL_BASIS_LENGTH_MIN;
  const declare = async () => {
    const legalBasis = needsBasis ? basis.value.trim() : null;
    await request('POST', '/api/context', { body: { context: chosen.value, legalBasis } });
    await loadStatus();
    goTo('setup/camera');
  };
  return (
    <section class="card">
      <h2>{t.setUp.contextTitle}</h2>
      <p>{t.setUp.contextText}</p>
      <ActionForm
        submit={t.setUp.context}
        isReady={chosen.value !== null && isSure.value && (hasBasis || !needsBasis)}
        onSubmit={declare}
      >
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
        {needsBasis && <LegalBasis value={basis} />}
        <Check label={t.setUp.contextConfirm} value={isSure} />
      </ActionForm>
    </section>
  );
}

function LegalBasis({ value }: { readonly value: Signal<string> }) {
  return (
    <label class="field">
      <span>{t.setUp.legalBasis}</span>
      <textarea
        rows={3}
        required
        minLength={LEGAL_BASIS_LENGTH_MIN}
        maxLength={2_000}
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      <small>{t.setUp.legalBasisHint(LEGAL_BASIS_LENGTH_MIN)}</small>
    </label>
  );
}
