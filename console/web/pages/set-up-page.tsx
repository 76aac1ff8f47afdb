// Set-up, step by step. Which step is next follows from what the device says, so that it can be left and resumed; each
// step that is open can be opened again at its own address.
import type { ComponentChildren } from 'preact';
import { Logo } from '../parts/logo.tsx';
import { claimed, status } from '../state/console-state.ts';
import { route } from '../state/route.ts';
import { rememberedStep } from '../state/set-up-memory.ts';
import { isOpen, nextStep, SET_UP_STEPS, type SetUpStep, stepOf } from '../state/set-up-steps.ts';
import { t } from '../strings/strings.ts';
import '../styles/set-up.css';
import { BrokerStep } from './set-up/broker-step.tsx';
import { CameraStep } from './set-up/camera-step.tsx';
import { CheckStep } from './set-up/check-step.tsx';
import { ClaimStep } from './set-up/claim-step.tsx';
import { ContextStep } from './set-up/context-step.tsx';
import { NoticeStep } from './set-up/notice-step.tsx';
import { SoundStep } from './set-up/sound-step.tsx';

export function SetUpPage() {
  const isClaimed = claimed.value === true;
  const sense = status.value?.sense;
  const asked = stepOf(route.value);
  const isAsked = asked !== null && isOpen(asked, isClaimed, sense);
  const step = isAsked ? asked : nextStep(isClaimed, sense, rememberedStep());
  return (
    <main class="door wide">
      <Logo />
      <h1>{t.setUp.title}</h1>
      {step !== 'wait' && <Steps current={step} />}
      <StepBody step={step} />
      {isClaimed && (
        <p class="hint">
          {t.wizard.later} <a href="#/live">{t.setUp.toLive}</a>
        </p>
      )}
    </main>
  );
}

function StepBody({ step }: { readonly step: SetUpStep | 'wait' }) {
  const sense = status.value?.sense;
  if (step === 'wait') return <Card>{status.value === null ? t.loading : t.setUp.senseDown}</Card>;
  if (step === 'claim') return <ClaimStep />;
  if (step === 'context') return <ContextStep />;
  if (step === 'camera') return <CameraStep />;
  if (step === 'sound') return <SoundStep />;
  if (step === 'broker') return <BrokerStep />;
  if (step === 'notice') return sense ? <NoticeStep sense={sense} /> : <Card>{t.setUp.senseDown}</Card>;
  return <CheckStep />;
}

const Card = ({ children }: { readonly children: ComponentChildren }) => <section class="card">{children}</section>;

function Steps({ current }: { readonly current: SetUpStep }) {
  const now = SET_UP_STEPS.indexOf(current);
  return (
    <nav aria-label={t.setUp.stepOf(now + 1, SET_UP_STEPS.length)}>
      <p class="step-now" aria-hidden="true">
        {t.setUp.stepOf(now + 1, SET_UP_STEPS.length)}: {t.wizard.steps[current]}
      </p>
      <ol class="steps">
        {SET_UP_STEPS.map((step, index) => (
          <li key={step} class={index < now ? 'past' : ''} aria-current={index === now ? 'step' : undefined}>
            <StepName step={step} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepName({ step }: { readonly step: SetUpStep }) {
  const name = t.wizard.steps[step];
  if (!isOpen(step, claimed.value === true, status.value?.sense)) return <span class="step-name">{name}</span>;
  return (
    <a class="step-name" href={`#/setup/${step}`}>
      {name}
    </a>
  );
}
