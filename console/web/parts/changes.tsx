// What a configuration changes, as a list that can be read before it is applied and afterwards.
import type { Field, Json, SettingChange } from '../state/schema-form.ts';
import { t } from '../strings/strings.ts';

interface ChangesProps {
  readonly changes: readonly SettingChange[];
  readonly fields: readonly Field[];
  readonly label: string;
}

export function Changes({ changes, fields, label }: ChangesProps) {
  return (
    <ul class="changes" aria-label={label}>
      {changes.map(({ key, from, to }) => {
        const field = fields.find((each) => each.key === key);
        return (
          <li key={key}>
            <strong>{field?.title ?? key}</strong>
            <span class="change">
              <del>
                <span class="unseen">{t.configuration.before}: </span>
                {shown(from)}
              </del>
              <span aria-hidden="true"> → </span>
              <ins>
                <span class="unseen">{t.configuration.after}: </span>
                {shown(to)}
              </ins>
            </span>
            {field?.needsRestart === true && <small>{t.configuration.restart}</small>}
          </li>
        );
      })}
    </ul>
  );
}

/** A value in words. */
export function shown(value: Json): string {
  if (value === null || value === '') return t.configuration.empty;
  if (typeof value === 'boolean') return value ? t.configuration.on : t.configuration.off;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
