// Sensing hours as a person says them: from, to, and where. Quarter hours; the end may be on the next day.
import type { SensingHours } from '../../../shared/privacy-settings.ts';
import { DAY_MINUTES, minutesBetween, STEP_MINUTES, timeText } from '../state/sensing-hours.ts';
import { t } from '../strings/strings.ts';

const TIMES = Array.from({ length: DAY_MINUTES / STEP_MINUTES }, (_, index) => index * STEP_MINUTES);
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

interface HoursFieldProps {
  readonly value: SensingHours;
  readonly onChange: (next: SensingHours) => void;
}

export function HoursField({ value, onChange }: HoursFieldProps) {
  const { startMinute, minutes, timeZone } = value;
  const endMinute = (startMinute + minutes) % DAY_MINUTES;
  const change = (start: number, end: number) =>
    onChange({ ...value, startMinute: start, minutes: minutesBetween(start, end) });
  return (
    <div class="hours">
      <Choose
        label={t.privacy.from}
        value={String(startMinute)}
        options={timeOptions}
        onChoose={(next) => change(Number(next), endMinute)}
      />
      <Choose
        label={t.privacy.to}
        value={String(endMinute)}
        options={timeOptions}
        onChoose={(next) => change(startMinute, Number(next))}
      />
      <Choose
        label={t.privacy.zone}
        value={timeZone}
        options={zoneOptions}
        onChoose={(zone) => onChange({ ...value, timeZone: zone })}
      />
    </div>
  );
}

type Options = readonly (readonly [value: string, text: string])[];
const timeOptions: Options = TIMES.map((minute) => [String(minute), timeText(minute)]);
const zoneOptions: Options = ZONES.map((zone) => [zone, zone.replaceAll('_', ' ')]);

interface ChooseProps {
  readonly label: string;
  readonly value: string;
  readonly options: Options;
  readonly onChoose: (value: string) => void;
}

function Choose({ label, value, options, onChoose }: ChooseProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
