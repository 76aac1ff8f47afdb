// Which camera, and where it looks: its whole picture with what is found in it, and nothing counted.
import { useSignal } from '@preact/signals';
import type { SourcesResponse } from '../../../../shared/source-list.ts';
import { AimingCard } from '../../parts/aiming-card.tsx';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';
import { NextButton } from './next-button.tsx';
import { SourceList } from './source-list.tsx';

export function CameraStep() {
  const words = t.wizard.camera;
  const { value: listed, reload } = useLoaded<SourcesResponse>('/api/sources');
  const isLooking = useSignal(false);
  const again = async () => {
    isLooking.value = true;
    await reload();
    isLooking.value = false;
  };
  return (
    <>
      <section class="card">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        {listed === null ? <p>{words.looking}</p> : <SourceList kind="camera" listed={listed} onChosen={reload} />}
        <button type="button" class="quiet" disabled={isLooking.value} onClick={() => void again()}>
          {words.again}
        </button>
      </section>
      <AimingCard />
      <NextButton step="camera" />
    </>
  );
}
