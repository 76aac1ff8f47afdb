// The cameras or microphones of this machine, what is in use, and the choice of another where the device allows it.
import { useSignal } from '@preact/signals';
import type { ListedSource, SourcesResponse } from '../../../../shared/source-list.ts';
import { Refusal, request } from '../../state/api.ts';
import { t } from '../../strings/strings.ts';

interface SourceListProps {
  readonly kind: ListedSource['kind'];
  readonly listed: SourcesResponse;
  readonly onChosen: () => Promise<void>;
}

export function SourceList({ kind, listed, onChosen }: SourceListProps) {
  const words = t.wizard.camera;
  const isBusy = useSignal(false);
  const said = useSignal<string | null>(null);
  const { sources, inUse, mayChoose } = listed;
  const choose = async (source: string) => {
    isBusy.value = true;
    said.value = await request('PUT', '/api/sources', { body: { kind, source } }).then(
      () => words.chosen,
      (error: unknown) => (error instanceof Refusal ? error.message : t.errors.unknown),
    );
    await onChosen();
    isBusy.value = false;
  };
  const own = sources.filter((each) => each.kind === kind);
  if (own.length === 0) return <p>{kind === 'camera' ? words.none : t.wizard.sound.none}</p>;
  return (
    <>
      <ul class="rows">
        {own.map((each) => (
          <li key={each.source}>
            <span>
              <strong>{each.name}</strong>
              <small>{[each.reason ?? sizeOf(each), each.source].filter((part) => part !== '').join(' · ')}</small>
            </span>
            {each.source === inUse[kind] ? (
              <span class="in-use">{words.inUse}</span>
            ) : (
              mayChoose[kind] &&
              each.reason === null && (
                <button type="button" class="quiet" disabled={isBusy.value} onClick={() => void choose(each.source)}>
                  {words.use(each.name)}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
      {!mayChoose[kind] && (
        <p class="hint">{kind === 'camera' ? words.fixed(inUse.camera) : words.fixedSound(inUse.microphone)}</p>
      )}
      <p role="status">{said.value}</p>
    </>
  );
}

/** Of the largest picture that it offers. */
function sizeOf({ formats }: ListedSource): string {
  const [largest] = [...formats].sort((a, b) => b.widthPx * b.heightPx - a.widthPx * a.heightPx);
  return largest === undefined ? '' : t.wizard.camera.size(largest.widthPx, largest.heightPx);
}
