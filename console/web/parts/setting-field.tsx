// One field of a form made from a schema: its name, what it means, its range and what it is as unboxed, and what is
// wrong with what was typed, said where it was typed.
import { useId } from 'preact/hooks';
import type { Field, Json } from '../state/schema-form.ts';
import { t } from '../strings/strings.ts';
import { shown } from './changes.tsx';

interface SettingFieldProps {
  readonly field: Field;
  readonly typed: string | boolean;
  readonly unboxed: Json;
  /** What is wrong, in words. */
  readonly fault: string | null;
  readonly onType: (typed: string | boolean) => void;
}

export function SettingField({ field, typed, unboxed, fault, onType }: SettingFieldProps) {
  const id = useId();
  const attributes = { id, 'aria-describedby': `${id}-hint ${id}-fault`, 'aria-invalid': fault !== null };
  return (
    <div class={fault === null ? 'field' : 'field wrong'}>
      {field.kind === 'switch' ? (
        <label class="check" for={id}>
          <input
            type="checkbox"
            {...attributes}
            checked={typed === true}
            onChange={(event) => onType(event.currentTarget.checked)}
          />
          <span>{field.title}</span>
        </label>
      ) : (
        <label for={id}>
          <span>{field.title}</span>
          <Input field={field} typed={String(typed)} attributes={attributes} onType={onType} />
        </label>
      )}
      <small id={`${id}-hint`} class="block">
        {hintOf(field, unboxed)}
      </small>
      <p id={`${id}-fault`} class="failure">
        {fault}
      </p>
    </div>
  );
}

interface InputProps {
  readonly field: Field;
  readonly typed: string;
  readonly attributes: { readonly id: string; readonly 'aria-describedby': string; readonly 'aria-invalid': boolean };
  readonly onType: (typed: string) => void;
}

function Input({ field, typed, attributes, onType }: InputProps) {
  if (field.kind === 'choice') {
    return (
      <select {...attributes} value={typed} onChange={(event) => onType(event.currentTarget.value)}>
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      type="text"
      inputMode={field.kind === 'number' ? 'numeric' : 'text'}
      autocapitalize="none"
      autocomplete="off"
      spellcheck={false}
      {...attributes}
      value={typed}
      onInput={(event) => onType(event.currentTarget.value)}
    />
  );
}

/** Meaning, range, as unboxed, when it takes effect, who else may change it. */
function hintOf(field: Field, unboxed: Json): string {
  const words = t.configuration;
  return [
    sentence(field.description),
    sentence(rangeOf(field)),
    words.asUnboxed(shown(unboxed)),
    field.needsRestart ? sentence(words.restart.charAt(0).toUpperCase() + words.restart.slice(1)) : '',
    field.isRemote ? words.remote : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

function rangeOf({ min, max }: Field): string {
  const words = t.configuration;
  if (min !== null && max !== null) return words.range(min, max);
  if (min !== null) return words.atLeast(min);
  return max === null ? '' : words.atMost(max);
}
