// "Why?" of a face: which parts of it made the model say what it said, as a grid of shades without a pixel.
import { useSignal } from '@preact/signals';
import type { PreviewOverlay, WhyResponse } from '../../../shared/sense-api.ts';
import { Refusal, request } from '../state/api.ts';
import { t } from '../strings/strings.ts';
import '../styles/why.css';

interface WhyFacesProps {
  /** Faces in view, from left to right. */
  readonly count: number;
  readonly faceAt: (index: number) => PreviewOverlay['faces'][number] | undefined;
}

const ASKED_MAX = 6;

export function WhyFaces({ count, faceAt }: WhyFacesProps) {
  const answer = useSignal<WhyResponse | null>(null);
  const failure = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const ask = async (index: number) => {
    const face = faceAt(index);
    if (face === undefined) return;
    const within = (value: number) => Math.min(1, Math.max(0, value));
    const body = { x: within(face.x + face.width / 2), y: within(face.y + face.height / 2) };
    isBusy.value = true;
    failure.value = null;
    try {
      answer.value = await request<WhyResponse>('POST', '/api/why', { body });
    } catch (error) {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    }
    isBusy.value = false;
  };
  return (
    <div class="why">
      <div class="actions">
        {Array.from({ length: Math.min(count, ASKED_MAX) }, (_, index) => index).map((index) => (
          <button key={index} type="button" class="quiet" disabled={isBusy.value} onClick={() => void ask(index)}>
            {t.why.ask(index + 1)}
          </button>
        ))}
      </div>
      <p class="failure" role="alert">
        {failure.value}
      </p>
      <div role="status">{answer.value !== null && <HeatMap map={answer.value} />}</div>
    </div>
  );
}

function HeatMap({ map: { emotion, probability, columns, losses } }: { readonly map: WhyResponse }) {
  const most = Math.max(0.01, ...losses);
  const rows = Array.from({ length: Math.ceil(losses.length / columns) }, (_, row) =>
    losses.slice(row * columns, (row + 1) * columns),
  );
  const words = rows.map((row, index) => t.why.row(index + 1, row.map((loss) => loss.toFixed(2)).join(' '))).join('; ');
  return (
    <>
      <p>
        <strong>{t.why.title(t.moods[emotion], Math.round(probability * 100))}</strong>
      </p>
      <svg class="heat" viewBox={`0 0 ${columns} ${rows.length}`} role="img" aria-label={`${t.why.label}. ${words}`}>
        {rows.flatMap((row, y) =>
          row.map((loss, x) => (
            <rect key={`${x}-${y}`} x={x} y={y} width="1" height="1" fill-opacity={Math.max(0, loss) / most} />
          )),
        )}
      </svg>
      <p class="hint">{t.why.explain}</p>
    </>
  );
}
