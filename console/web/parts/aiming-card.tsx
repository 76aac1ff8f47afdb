// Aiming the camera, for admins: the act behind reason and password (during set-up neither is asked for), then the whole
// picture with its mark, boxes, time left and a way to end it. The live page and set-up both show it.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AimingOverlay, AimingPermission } from '../../../shared/aiming.ts';
import { request } from '../state/api.ts';
import { loadStatus, status } from '../state/console-state.ts';
import { type PreviewState, PreviewStream } from '../state/preview-stream.ts';
import { t } from '../strings/strings.ts';
import { drawBoxes } from './draw-faces.ts';
import { ActionForm, PasswordField } from './form-parts.tsx';

/** Eyes are 8 px apart in a face of about this width: what the mood of a face needs. */
const READABLE_PX = 20;
const REASON_LENGTH = { min: 10, max: 160 } as const;

/** Nothing where the room does not allow it. */
export function AimingCard() {
  const aiming = status.value?.sense?.aiming;
  if (aiming === undefined) return null;
  const isOn = aiming.endsInSeconds !== null;
  if (!isOn && aiming.permission === 'no') return null;
  return (
    <section class={isOn ? 'card aiming on' : 'card aiming'} aria-labelledby="aiming-title">
      <h2 id="aiming-title">{t.aiming.title}</h2>
      {isOn ? <AimedPicture /> : <Begin permission={aiming.permission} />}
    </section>
  );
}

function Begin({ permission }: { readonly permission: AimingPermission }) {
  const reason = useSignal('');
  const password = useSignal('');
  const isSetUp = permission === 'set-up';
  const begin = async () => {
    const body = isSetUp ? {} : { reason: reason.value.trim(), password: password.value };
    await request('POST', '/api/aiming', { body });
    password.value = '';
    await loadStatus();
  };
  const form = (
    <ActionForm
      submit={t.aiming.begin}
      isReady={isSetUp || reason.value.trim().length >= REASON_LENGTH.min}
      onSubmit={begin}
    >
      <p class="hint">{isSetUp ? t.aiming.setUpText : t.aiming.text}</p>
      {!isSetUp && (
        <>
          <div class="field">
            <label>
              <span>{t.aiming.reason}</span>
              <input
                type="text"
                required
                minLength={REASON_LENGTH.min}
                maxLength={REASON_LENGTH.max}
                value={reason.value}
                onInput={(event) => {
                  reason.value = event.currentTarget.value;
                }}
              />
              <small>{t.aiming.reasonHint}</small>
            </label>
          </div>
          <PasswordField label={t.aiming.password} value={password} autocomplete="current-password" />
        </>
      )}
    </ActionForm>
  );
  if (isSetUp) return form;
  return (
    <details>
      <summary>{t.aiming.open}</summary>
      {form}
    </details>
  );
}

function AimedPicture() {
  const picture = useRef<HTMLCanvasElement>(null);
  const boxes = useRef<HTMLCanvasElement>(null);
  const state = useSignal<PreviewState>('connecting');
  const seen = useSignal<AimingOverlay | null>(null);
  useEffect(() => {
    const stream = new PreviewStream<AimingOverlay>('/api/aiming', {
      onState: (next) => {
        state.value = next;
      },
      onPicture: (bitmap, overlay) => {
        if (picture.current !== null) paint(picture.current, bitmap);
        if (boxes.current !== null) drawBoxes(boxes.current, overlay.faces);
        seen.value = overlay;
      },
    });
    stream.start();
    return () => stream.stop();
  }, []);
  const { source, aiming } = status.value?.sense ?? {};
  const { widthPx, heightPx } = seen.value ?? source ?? { widthPx: 16, heightPx: 9 };
  const left = seen.value?.endsInSeconds ?? aiming?.endsInSeconds ?? 0;
  const words = wordsOf(state.value, seen.value);
  return (
    <>
      <figure class="figure">
        <p class="aiming-mark" role="note">
          <strong>{t.aiming.mark}</strong> <span>{t.aiming.left(clockText(left))}</span>
        </p>
        <div class="picture" style={{ aspectRatio: widthPx > 0 ? `${widthPx} / ${heightPx}` : '16 / 9' }}>
          <canvas ref={picture} role="img" aria-label={`${t.aiming.mark}: ${words}`} />
          <canvas ref={boxes} class="faces" />
        </div>
        <figcaption aria-live="off">{words}</figcaption>
      </figure>
      <SmallHint overlay={seen.value} />
      <ActionForm submit={t.aiming.end} onSubmit={end}>
        {null}
      </ActionForm>
    </>
  );
}

async function end(): Promise<void> {
  await request('DELETE', '/api/aiming');
  await loadStatus();
}

function SmallHint({ overlay }: { readonly overlay: AimingOverlay | null }) {
  const smallestPx = overlay?.smallestPx ?? null;
  return smallestPx !== null && smallestPx < READABLE_PX ? <p class="hint">{t.aiming.small(READABLE_PX)}</p> : null;
}

function wordsOf(state: PreviewState, overlay: AimingOverlay | null): string {
  if (state === 'full') return t.aiming.full;
  return state === 'open' && overlay !== null
    ? t.aiming.seen(overlay.facesSeen, overlay.smallestPx)
    : t.aiming.connecting;
}

/** Minutes and seconds, such as 4:07. */
const clockText = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

function paint(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  if (canvas.width !== picture.width) canvas.width = picture.width;
  if (canvas.height !== picture.height) canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
