// What forms are made of: a labelled password with its switch, and a submit that tells what went wrong.
import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Refusal } from '../state/api.ts';
import { t } from '../strings/strings.ts';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly describedBy?: string;
}

export function PasswordField({ label, value, autocomplete, describedBy }: PasswordFieldProps) {
  const isShown = useSignal(false);
  const id = useId();
  const attributes = {
    id,
    autocomplete,
    required: true,
    spellcheck: false,
    value: value.value,
    'aria-describedby': describedBy,
    onInput: (event: InputEvent) => {
      value.value = (event.target as HTMLInputElement).value;
    },
  };
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
        {isShown.value ? <input type="text" {...attributes} /> : <input type="password" {...attributes} />}
      </label>
      <Check label={t.showPassword} isSmall={true} value={isShown} />
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly value: Signal<boolean>;
  readonly isSmall?: boolean;
}

export function Check({ label, value, isSmall = false }: CheckProps) {
  return (
    <label class={isSmall ? 'check small' : 'check'}>
      <input
        type="checkbox"
        checked={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.checked;
        }}
      />
      <span>{label}</span>
    </label>
  );
}

interface ActionFormProps {
  readonly submit: string;
  readonly busy?: string;
  readonly isReady?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** One request at a time; a refusal is said beside the button and read aloud. */
export function ActionForm({ submit, busy, isReady = true, onSubmit, children }: ActionFormProps) {
  const isBusy = useSignal(false);
  const failure = useSignal<string | null>(null);
  const run = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    failure.value = null;
    await onSubmit().catch((error: unknown) => {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    });
    isBusy.value = false;
  };
  return (
    <form onSubmit={(event) => void run(event)}>
      {children}
      <p class="failure" role="alert">
        {failure.value}
      </p>
      <button type="submit" class="primary" disabled={isBusy.value || !isReady}>
        {isBusy.value ? (busy ?? submit) : submit}
      </button>
    </form>
  );
}
