import type { Signal } from '@preact/signals';
import { ROLE_NAMES, type RoleName } from '../../state/roles.ts';
import { t } from '../../strings/strings.ts';

export function RoleField({ value }: { readonly value: Signal<RoleName> }) {
  return (
    <label class="field">
      <span>{t.access.role}</span>
      <select
        value={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.value as RoleName;
        }}
      >
        {ROLE_NAMES.map((each) => (
          <option key={each} value={each}>
            {t.access.roleTexts[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
