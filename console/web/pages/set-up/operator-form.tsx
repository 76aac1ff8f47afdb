// Who runs the room, for the notice: in the operator's own words, each optional, kept by the console.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Operator } from '../../../../shared/notice/configuration.ts';
import { ActionForm } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { t } from '../../strings/strings.ts';

const PATH = '/api/notice/operator';
/** As many signs as the contract takes. */
const LENGTHS = { name: 100, contact: 160, purpose: 200, legalBasis: 160, authority: 120 } as const;
const KEYS = Object.keys(LENGTHS) as readonly (keyof Operator)[];

export function OperatorForm({ onSaved }: { readonly onSaved: () => Promise<void> }) {
  const operator = useSignal<Operator | null>(null);
  const isSaved = useSignal(false);
  useEffect(() => {
    void request<Operator>('GET', PATH)
      .then((answer) => {
        operator.value = answer;
      })
      .catch(() => {});
  }, []);
  const { value } = operator;
  if (value === null) return null;
  const save = async () => {
    await request('PUT', PATH, { body: value });
    isSaved.value = true;
    await onSaved();
  };
  const change = (key: keyof Operator) => (event: InputEvent) => {
    isSaved.value = false;
    operator.value = { ...value, [key]: (event.target as HTMLInputElement).value };
  };
  return (
    <ActionForm submit={t.operator.save} onSubmit={save}>
      <p class="hint">{t.operator.text}</p>
      {KEYS.map((key) => (
        <div class="field" key={key}>
          <label>
            <span>{t.operator[key]}</span>
            <input type="text" maxLength={LENGTHS[key]} value={value[key]} onInput={change(key)} />
          </label>
        </div>
      ))}
      <p role="status">{isSaved.value && t.operator.saved}</p>
    </ActionForm>
  );
}
