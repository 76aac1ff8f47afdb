// The five checks, kept fresh: an installer leaves when all are green.
import { useEffect } from 'preact/hooks';
import type { ModelReport } from '../../../../shared/sense-api.ts';
import { status } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import { goTo } from '../../state/route.ts';
import { type Check, type CheckGrade, type CheckName, checksOf } from '../../state/set-up-checks.ts';
import { isOpen, type SetUpStep } from '../../state/set-up-steps.ts';
import { t } from '../../strings/strings.ts';

const PERIOD_MS = 3_000;
const SIGNS: Readonly<Record<CheckGrade, string>> = { good: '✓', waiting: '…', bad: '!', unused: '–' };
const STEPS: Readonly<Record<CheckName, SetUpStep>> = {
  camera: 'camera',
  microphone: 'sound',
  models: 'check',
  broker: 'broker',
  notice: 'notice',
};

export function CheckStep() {
  const words = t.wizard.check;
  const { value: models, reload } = useLoaded<{ readonly models: readonly ModelReport[] }>('/api/models');
  useEffect(() => {
    const timer = setInterval(() => void reload(), PERIOD_MS);
    return () => clearInterval(timer);
  }, []);
  if (status.value === null) return <p class="card">{t.loading}</p>;
  const checks = checksOf(status.value, models?.models ?? null);
  const isWell = checks.every(({ grade }) => grade === 'good' || grade === 'unused');
  return (
    <section class="card">
      <h2>{isWell ? t.setUp.doneTitle : words.title}</h2>
      <p role="status">{isWell ? words.allWell : words.some}</p>
      <ul class="checks">
        {checks.map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ul>
      <button type="button" class="primary" onClick={() => goTo('live')}>
        {t.setUp.toLive}
      </button>
    </section>
  );
}

function CheckRow({ check: { name, grade, cause } }: { readonly check: Check }) {
  const words = t.wizard.check;
  const step = STEPS[name];
  const canMend = step !== 'check' && isOpen(step, true, status.value?.sense);
  return (
    <li class={grade}>
      <span class="sign" aria-hidden="true">
        {SIGNS[grade]}
      </span>
      <div>
        <strong>{words.names[name]}</strong> <small>{words.grades[grade]}</small>
        {grade !== 'good' && cause !== null && <p>{cause}</p>}
        {(grade === 'bad' || grade === 'waiting') && (
          <p>
            {grade === 'waiting' && name !== 'models' ? words.todo.opening : words.todo[name]}{' '}
            {canMend && <a href={`#/setup/${step}`}>{words.open(t.wizard.steps[step])}</a>}
          </p>
        )}
      </div>
    </li>
  );
}
