// The form itself: edit, read what would change, apply. What the device refuses is said at the field.
import { type Signal, useSignal } from '@preact/signals';
import type { ConfigurationPage as Held } from '../../../../shared/console-link-api.ts';
import type { ConfigurationOutcome } from '../../../../shared/link-configuration.ts';
import { Changes } from '../../parts/changes.tsx';
import { ActionForm } from '../../parts/form-parts.tsx';
import { SettingField } from '../../parts/setting-field.tsx';
import { changesOf, type Draft, draftOf, type Field, readDraft, type Settings } from '../../state/schema-form.ts';
import { t } from '../../strings/strings.ts';

interface SettingsFormProps {
  readonly held: Held;
  readonly fields: readonly Field[];
  readonly onApply: (settings: Settings) => Promise<ConfigurationOutcome>;
}

export function SettingsForm({ held, fields, onApply }: SettingsFormProps) {
  const draft = useSignal<Draft>(draftOf(fields, held.settings));
  const isReviewing = useSignal(false);
  const refusals = useSignal<Readonly<Record<string, string>>>({});
  const changes = changesOf(held.settings, readDraft(fields, draft.value).values);
  const apply = async () => {
    const outcome = await onApply(Object.fromEntries(changes.map(({ key, to }) => [key, to])));
    isReviewing.value = false;
    if (outcome.outcome === 'applied') return;
    refusals.value = Object.fromEntries(outcome.errors.map(({ key, message }) => [key, message]));
  };
  return (
    <section class="card" aria-labelledby="configuration-title">
      <h1 id="configuration-title">{t.configuration.title}</h1>
      <p class="hint">{t.configuration.explain}</p>
      <Standing held={held} fields={fields} />
      {isReviewing.value ? (
        <ActionForm submit={t.configuration.apply} onSubmit={apply}>
          <h2>{t.configuration.reviewTitle(changes.length)}</h2>
          <Changes changes={changes} fields={fields} label={t.configuration.reviewTitle(changes.length)} />
          <button
            type="button"
            class="quiet"
            onClick={() => {
              isReviewing.value = false;
            }}
          >
            {t.configuration.back}
          </button>
        </ActionForm>
      ) : (
        <Edit held={held} fields={fields} {...{ draft, refusals, isReviewing }} hasChanges={changes.length > 0} />
      )}
    </section>
  );
}

interface EditProps extends Omit<SettingsFormProps, 'onApply'> {
  readonly draft: Signal<Draft>;
  /** What the device refused, by key; empty once the key is typed anew. */
  readonly refusals: Signal<Readonly<Record<string, string>>>;
  readonly isReviewing: Signal<boolean>;
  readonly hasChanges: boolean;
}

function Edit({ held, fields, draft, refusals, isReviewing, hasChanges }: EditProps) {
  const { faults } = readDraft(fields, draft.value);
  const isWrong = Object.keys(faults).length > 0;
  const type = (key: string, typed: string | boolean) => {
    draft.value = { ...draft.value, [key]: typed };
    refusals.value = { ...refusals.value, [key]: '' };
  };
  const review = async () => {
    isReviewing.value = true;
  };
  return (
    <ActionForm submit={t.configuration.review} isReady={hasChanges && !isWrong} onSubmit={review}>
      {Object.values(refusals.value).some((text) => text !== '') && <p role="alert">{t.configuration.refused}</p>}
      {fields.map((field) => (
        <SettingField
          key={field.key}
          field={field}
          typed={draft.value[field.key] ?? ''}
          unboxed={(held.defaults as Settings)[field.key] ?? null}
          fault={faultOf(faults[field.key], refusals.value[field.key])}
          onType={(typed) => type(field.key, typed)}
        />
      ))}
      {!hasChanges && !isWrong && <p class="hint">{t.configuration.nothing}</p>}
      {(hasChanges || isWrong) && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            draft.value = draftOf(fields, held.settings);
          }}
        >
          {t.configuration.discard}
        </button>
      )}
    </ActionForm>
  );
}

/** What was typed is judged at once; what the device refused stands until it is typed anew. */
function faultOf(fault: keyof typeof t.configuration.faults | undefined, refusal: string | undefined): string | null {
  if (fault !== undefined) return t.configuration.faults[fault];
  return refusal === undefined || refusal === '' ? null : refusal;
}

function Standing({ held, fields }: { readonly held: Held; readonly fields: readonly Field[] }) {
  const waiting = held.needsRestart.map((key) => fields.find((field) => field.key === key)?.title ?? key);
  return (
    <>
      {held.revision > 0 && <p role="status">{t.configuration.applied(held.revision)}</p>}
      {waiting.length > 0 && <p class="waiting-note">{t.configuration.restartNeeded(waiting.join(', '))}</p>}
      {held.problem !== null && (
        <p class="failure" role="alert">
          {held.problem.message} {held.problem.hint}
        </p>
      )}
    </>
  );
}
