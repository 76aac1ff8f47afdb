// The preview: its switch, and the mosaic while it is on.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PreviewOverlay } from '../../../shared/sense-api.ts';
import { request } from '../state/api.ts';
import { isAdmin, loadStatus, status } from '../state/console-state.ts';
import { type PreviewState, PreviewStream } from '../state/preview-stream.ts';
import { t } from '../strings/strings.ts';
import { drawFaces } from './draw-faces.ts';
import { WhyFaces } from './why-faces.tsx';

export function PreviewCard() {
  const sense = status.value?.sense ?? null;
  const isAimed = typeof sense?.aiming.endsInSeconds === 'number';
  const isOn = sense?.previewEnabled === true && !isAimed;
  return (
    <section class="card preview" aria-labelledby="preview-title">
      <div class="card-top">
        <h2 id="preview-title">{t.live.preview}</h2>
        {isAdmin() && <PreviewSwitch isOn={isOn} isReady={sense !== null} />}
      </div>
      {isOn ? <Mosaic aspect={aspectOf(sense.source)} isSensing={sense.sensing} /> : <PreviewOff />}
    </section>
  );
}

function aspectOf({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): string {
  return widthPx > 0 && heightPx > 0 ? `${widthPx} / ${heightPx}` : '16 / 9';
}

function PreviewOff() {
  const sense = status.value?.sense;
  const isAimed = typeof sense?.aiming.endsInSeconds === 'number';
  return (
    <div class="picture off">
      <p>{sense === null ? t.live.senseDown : isAimed ? t.aiming.forViewers : t.live.previewText}</p>
      {!isAdmin() && !isAimed && <p class="hint">{t.live.previewAdminOnly}</p>}
    </div>
  );
}

function PreviewSwitch({ isOn, isReady }: { readonly isOn: boolean; readonly isReady: boolean }) {
  const isBusy = useSignal(false);
  const toggle = async () => {
    isBusy.value = true;
    await request('PUT', '/api/preview', { body: { enabled: !isOn } }).catch(() => {});
    await loadStatus();
    isBusy.value = false;
  };
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={isOn}
      disabled={!isReady || isBusy.value}
      onClick={() => void toggle()}
    >
      <span class="switch-track" aria-hidden="true" />
      <span>{t.live.previewSwitch}</span>
    </button>
  );
}

function Mosaic({ aspect, isSensing }: { readonly aspect: string; readonly isSensing: boolean }) {
  const mosaic = useRef<HTMLCanvasElement>(null);
  const faces = useRef<HTMLCanvasElement>(null);
  const state = useSignal<PreviewState>('connecting');
  const count = useSignal<number | null>(null);
  const hasMoods = useSignal(false);
  const latest = useRef<PreviewOverlay['faces']>([]);
  useEffect(() => {
    const stream = new PreviewStream<PreviewOverlay>('/api/preview', {
      onState: (next) => {
        state.value = next;
      },
      onPicture: (picture, overlay) => {
        if (mosaic.current !== null) paint(mosaic.current, picture);
        if (faces.current !== null) drawFaces(faces.current, overlay.faces);
        count.value = overlay.faces.length;
        latest.current = overlay.faces;
        hasMoods.value = overlay.faces.some(({ probabilities }) => probabilities !== null);
      },
    });
    stream.start();
    return () => stream.stop();
  }, []);
  const caption = captionOf(state.value, count.value, isSensing);
  return (
    <figure class="figure">
      <div class="picture" style={{ aspectRatio: aspect }}>
        <canvas ref={mosaic} class="mosaic" role="img" aria-label={`${t.live.preview}: ${caption}`} />
        <canvas ref={faces} class="faces" />
      </div>
      <figcaption>{caption}</figcaption>
      {hasMoods.value && <WhyFaces count={count.value ?? 0} faceAt={(index) => latest.current[index]} />}
    </figure>
  );
}

function captionOf(state: PreviewState, count: number | null, isSensing: boolean): string {
  if (state === 'full') return t.live.previewFull;
  if (!isSensing) return t.live.previewIdle;
  return state === 'open' && count !== null ? t.live.faces(count) : t.live.previewConnecting;
}

function paint(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  if (canvas.width !== picture.width) canvas.width = picture.width;
  if (canvas.height !== picture.height) canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
