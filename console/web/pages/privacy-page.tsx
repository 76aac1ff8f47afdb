// What the device may tell of people, and when. Each change needs the password again and is written down.
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS } from '../../../shared/vocabulary.ts';
import { ActionForm, PasswordField } from '../parts/form-parts.tsx';
import { HoursField } from '../parts/hours-field.tsx';
import { request } from '../state/api.ts';
import { loadStatus, status } from '../state/console-state.ts';
import { useLoaded } from '../state/loaded.ts';
import { t } from '../strings/strings.ts';

export function PrivacyPage() {
  const { value } = useLoaded<PrivacySettings>('/api/privacy');
  return (
    <section class="card narrow" aria-labelledby="privacy-title">
      <h1 id="privacy-title">{t.privacy.title}</h1>
      {status.value?.sense?.context === 'demo' && <p class="hint">{t.privacy.demo}</p>}
      {value === null ? <p>{t.privacy.unavailable}</p> : <SettingsForm settings={value} />}
    </section>
  );
}

type Draft = Pick<PrivacySettings, 'profile' | 'voice' | 'gender' | 'feedback' | 'hours'>;

function SettingsForm({ settings }: { readonly settings: PrivacySettings }) {
  const { profile, voice, gender, feedback, hours } = settings;
  const draft = useSignal<Draft>({ profile, voice, gender, feedback, hours });
  const saved = useSignal<PrivacySettings | null>(null);
  const password = useSignal('');
  const save = async () => {
    saved.value = null;
    const body = { password: password.value, change: draft.value };
    saved.value = await request<PrivacySettings>('PUT', '/api/privacy', { body });
    password.value = '';
    await loadStatus();
  };
  return (
    <>
      <p>
        {t.privacy.context}:{' '}
        <strong>{settings.context === null ? t.privacy.undeclared : t.contexts[settings.context][0]}</strong>{' '}
        <small>{t.privacy.fixed}</small>
        {settings.legalBasis !== null && <small class="block">{settings.legalBasis}</small>}
      </p>
      <ActionForm submit={t.privacy.save} onSubmit={save}>
        <Profiles draft={draft} />
        <Group title={t.privacy.streams}>
          {(['voice', 'gender', 'feedback'] as const).map((stream) => (
            <Choice
              key={stream}
              type="checkbox"
              text={isBarred(stream, settings) ? [t.privacy[stream][0], t.privacy.notHere] : t.privacy[stream]}
              isBarred={isBarred(stream, settings)}
              isChosen={draft.value[stream]}
              onChoose={(isOn) => {
                draft.value = { ...draft.value, [stream]: isOn };
              }}
            />
          ))}
        </Group>
        <Group title={t.privacy.hours}>
          <HoursField
            value={draft.value.hours}
            onChange={(next) => {
              draft.value = { ...draft.value, hours: next };
            }}
          />
        </Group>
        <PasswordField label={t.privacy.password} value={password} autocomplete="current-password" />
        <p class="hint">{t.privacy.passwordHint}</p>
        {saved.value !== null && <Saved settings={saved.value} />}
      </ActionForm>
    </>
  );
}

/** Voices and gender are read in no workplace and no school, whatever is switched on. */
const isBarred = (stream: 'voice' | 'gender' | 'feedback', { context }: PrivacySettings) =>
  stream !== 'feedback' && context !== null && EMOTIONLESS_CONTEXTS.includes(context);

function Saved({ settings }: { readonly settings: PrivacySettings }) {
  const isNoticeOld = settings.context !== null && settings.noticeConfirmed?.revision !== settings.noticeRevision;
  return (
    <p role="status">
      {t.privacy.saved} {isNoticeOld && <a href="#/setup">{t.privacy.noticeOld}</a>}
    </p>
  );
}

function Profiles({ draft }: { readonly draft: Signal<Draft> }) {
  return (
    <Group title={t.privacy.profile}>
      {(['standard', 'strict'] as const).map((profile) => (
        <Choice
          key={profile}
          type="radio"
          text={t.privacy.profiles[profile]}
          isChosen={draft.value.profile === profile}
          onChoose={() => {
            draft.value = { ...draft.value, profile };
          }}
        />
      ))}
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly text: readonly [string, string];
  readonly isChosen: boolean;
  /** Not to be had in this place. */
  readonly isBarred?: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function Choice({ type, text: [title, explanation], isChosen, isBarred = false, onChoose }: ChoiceProps) {
  const id = useId();
  const attributes = {
    id,
    checked: isChosen,
    disabled: isBarred,
    onChange: (event: Event) => onChoose((event.target as HTMLInputElement).checked),
  };
  const isRadio = type === 'radio';
  return (
    <label class="choice" for={id}>
      {isRadio ? <input type="radio" name="profile" {...attributes} /> : <input type="checkbox" {...attributes} />}
      <span>
        <strong>{title}</strong>
        <span>{explanation}</span>
      </span>
    </label>
  );
}
