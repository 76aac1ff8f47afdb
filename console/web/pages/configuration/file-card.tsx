// The configuration as a file: saved by the browser, or brought from one, read before it is applied.
import { useSignal } from '@preact/signals';
import type { ConfigurationPage as Held } from '../../../../shared/console-link-api.ts';
import type { ConfigurationFile, ConfigurationOutcome } from '../../../../shared/link-configuration.ts';
import { Changes } from '../../parts/changes.tsx';
import { ActionForm } from '../../parts/form-parts.tsx';
import { Refusal, request } from '../../state/api.ts';
import { save } from '../../state/save-file.ts';
import { changesOf, type Field, type Settings } from '../../state/schema-form.ts';
import { t } from '../../strings/strings.ts';

interface FileCardProps {
  readonly held: Held;
  readonly fields: readonly Field[];
  readonly onImport: (file: ConfigurationFile) => Promise<ConfigurationOutcome>;
}

export function FileCard({ held, fields, onImport }: FileCardProps) {
  const words = t.configuration;
  const file = useSignal<ConfigurationFile | null>(null);
  const failure = useSignal<string | null>(null);
  const exportFile = async () => {
    failure.value = null;
    const text = await request<ConfigurationFile>('GET', '/api/configuration/export').catch((error: unknown) => {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
      return null;
    });
    if (text !== null) save('roomtone-configuration.json', 'application/json', `${JSON.stringify(text, null, 2)}\n`);
  };
  const choose = async (chosen: File | undefined) => {
    file.value = chosen === undefined ? null : await readFile(chosen);
    failure.value = chosen !== undefined && file.value === null ? words.importWrong : null;
  };
  const apply = async () => {
    if (file.value === null) return;
    const outcome = await onImport(file.value);
    if (outcome.outcome === 'applied') file.value = null;
    else failure.value = outcome.errors.map(({ key, message }) => `${key}: ${message}`).join(' ');
  };
  const changes = file.value === null ? [] : changesOf(held.settings, file.value.settings as Settings);
  return (
    <section class="card" aria-labelledby="file-title">
      <h2 id="file-title">{words.files}</h2>
      <p class="hint">{words.filesText}</p>
      <button type="button" class="quiet" onClick={() => void exportFile()}>
        {words.export}
      </button>
      <label class="field">
        <span>{words.import}</span>
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="failure" role="alert">
        {failure.value}
      </p>
      {file.value !== null && changes.length === 0 && <p role="status">{words.importSame}</p>}
      {changes.length > 0 && (
        <ActionForm submit={words.apply} onSubmit={apply}>
          <h3>{words.importReview}</h3>
          <Changes changes={changes} fields={fields} label={words.importReview} />
        </ActionForm>
      )}
    </section>
  );
}

/** Null for what is no such file; its keys are the device's to judge. */
async function readFile(chosen: File): Promise<ConfigurationFile | null> {
  try {
    const value = JSON.parse(await chosen.text()) as ConfigurationFile;
    const isOurs = value.format === 'roomtone-configuration' && typeof value.settings === 'object';
    return isOurs && value.settings !== null ? value : null;
  } catch {
    return null;
  }
}
