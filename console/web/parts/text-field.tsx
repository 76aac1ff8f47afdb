// A labelled line of text.
import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface TextFieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly hint?: string;
  readonly autocomplete?: 'off' | 'username' | 'one-time-code';
  /** For codes: spread, one width for every sign. */
  readonly isCode?: boolean;
  /** Several lines, for a text that is pasted. */
  readonly rows?: number;
}

export function TextField({ label, value, hint, autocomplete = 'off', isCode = false, rows }: TextFieldProps) {
  const id = useId();
  const attributes = {
    id,
    required: true,
    spellcheck: false,
    autocapitalize: 'none' as const,
    value: value.value,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    onInput: (event: InputEvent) => {
      value.value = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    },
  };
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
        {rows === undefined ? (
          <input class={isCode ? 'code' : undefined} autocomplete={autocomplete} {...attributes} />
        ) : (
          <textarea rows={rows} {...attributes} />
        )}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
