// Set-up: claim, place, notice. Which step is next follows from what the device says, so it can be left and resumed.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { Logo } from '../parts/logo.tsx';
import { claimed, status } from '../state/console-state.ts';
import { goTo } from '../state/route.ts';
import { t } from '../strings/strings.ts';
import { ClaimStep } from './set-up/claim-step.tsx';
import { ContextStep } from './set-up/context-step.tsx';
import { NoticeStep } from './set-up/notice-step.tsx';

type Step = 'claim' | 'context' | 'notice' | 'done' | 'wait';
const ORDER: readonly Step[] = ['claim', 'context', 'notice'];

export function nextStep(isClaimed: boolean, sense: SenseStatus | null | undefined): Step {
  if (!isClaimed) return 'claim';
  if (sense === null || sense === undefined) return 'wait';
  if (sense.context === 'demo') return 'done';
  if (sense.context === null) return 'context';
  return sense.noticeConfirmed ? 'done' : 'notice';
}

export function SetUpPage() {
  const step = nextStep(claimed.value === true, status.value?.sense);
  return (
    <main class="door wide">
      <Logo />
      <h1>{t.setUp.title}</h1>
      <Steps current={step} />
      <StepBody step={step} />
    </main>
  );
}

function StepBody({ step }: { readonly step: Step }) {
  const sense = status.value?.sense;
  if (step === 'claim') return <ClaimStep />;
  if (step === 'context') return <ContextStep />;
  if (step === 'notice' && sense) return <NoticeStep sense={sense} />;
  if (step === 'wait') return <Card>{status.value === null ? t.loading : t.setUp.senseDown}</Card>;
  return (
    <Card>
      <h2>{t.setUp.doneTitle}</h2>
      <button type="button" class="primary" onClick={() => goTo('live')}>
        {t.setUp.toLive}
      </button>
    </Card>
  );
}

const Card = ({ children }: { readonly children: ComponentChildren }) => <section class="card">{children}</section>;

function Steps({ current }: { readonly current: Step }) {
  const at = useSignal(0);
  at.value = current === 'wait' ? at.value : ORDER.indexOf(current);
  const now = at.value === -1 ? ORDER.length : at.value;
  return (
    <ol class="steps" aria-label={t.setUp.stepOf(Math.min(now + 1, ORDER.length), ORDER.length)}>
      {t.setUp.steps.map((name, index) => (
        <li key={name} class={index < now ? 'past' : ''} aria-current={index === now ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  );
}
