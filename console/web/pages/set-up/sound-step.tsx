// Whether voices are counted, and whether the microphone hears well enough: a meter and a sentence.
import { useSignal } from '@preact/signals';
import type { PrivacySettings } from '../../../../shared/privacy-settings.ts';
import type { SoundReport } from '../../../../shared/sense-api.ts';
import type { SourcesResponse } from '../../../../shared/source-list.ts';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { SaySentence } from '../../parts/say-sentence.tsx';
import { SoundMeter, useSound } from '../../parts/sound-meter.tsx';
import { request } from '../../state/api.ts';
import { loadStatus, status } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';
import { NextButton } from './next-button.tsx';
import { SourceList } from './source-list.tsx';

export function SoundStep() {
  const words = t.wizard.sound;
  const sources = useLoaded<SourcesResponse>('/api/sources');
  const privacy = useLoaded<PrivacySettings>('/api/privacy');
  const hasVoice = privacy.value?.voice === true;
  return (
    <>
      <section class="card">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        {sources.value === null ? (
          <p>{t.loading}</p>
        ) : (
          <SourceList kind="microphone" listed={sources.value} onChosen={sources.reload} />
        )}
      </section>
      {privacy.value !== null && (
        <section class="card">
          <h2>{hasVoice ? words.onTitle : words.offTitle}</h2>
          {hasVoice ? <Try /> : <p>{words.off}</p>}
          <VoiceSwitch key={String(hasVoice)} isOn={hasVoice} onChanged={privacy.reload} />
        </section>
      )}
      <NextButton step="sound" />
    </>
  );
}

function VoiceSwitch({ isOn, onChanged }: { readonly isOn: boolean; readonly onChanged: () => Promise<void> }) {
  const words = t.wizard.sound;
  const password = useSignal('');
  const change = async () => {
    await request('PUT', '/api/privacy', { body: { password: password.value, change: { voice: !isOn } } });
    await Promise.all([onChanged(), loadStatus()]);
  };
  const submit = isOn ? words.switchOff : words.switchOn;
  return (
    <details>
      <summary>{submit}</summary>
      <ActionForm submit={submit} isReady={password.value !== ''} onSubmit={change}>
        <PasswordField label={words.password} value={password} autocomplete="current-password" />
      </ActionForm>
    </details>
  );
}

/** The microphone is open for a try while the camera is being aimed; nothing of either is counted. */
function Try() {
  const words = t.wizard.sound;
  const report = useSound();
  const aiming = status.value?.sense?.aiming;
  const begin = async () => {
    await request('POST', '/api/aiming', { body: {} });
    await loadStatus();
  };
  if (report?.isShown === true && report.state === 'running') return <Heard report={report} />;
  if (aiming?.permission === 'set-up' && aiming.endsInSeconds === null) {
    return (
      <ActionForm submit={words.begin} onSubmit={begin}>
        {null}
      </ActionForm>
    );
  }
  return <p>{report === null || report.cause === null ? t.sound.closed : report.cause}</p>;
}

function Heard({ report }: { readonly report: SoundReport }) {
  const words = t.wizard.sound;
  const last = report.utterances[0];
  return (
    <>
      <p>
        <strong>{words.say}</strong>
      </p>
      <SoundMeter report={report} />
      <p role="status">{last !== undefined && (last.isGood ? words.done : words.weak)}</p>
      <SaySentence />
    </>
  );
}
