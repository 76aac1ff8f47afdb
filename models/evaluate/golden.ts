// `npx tsx models/evaluate/golden.ts` prints, for each built model, the golden values that its manifest should hold.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { probeOf, probeShape } from '../../device/sense/inference/golden.ts';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { loadModel } from '../../device/sense/inference/runtime.ts';
import type { Outputs } from '../../device/sense/inference/tensor.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { readManifests } from '../convert/manifests.ts';

const MODELS = fileURLToPath(new URL('../../.cache/models', import.meta.url));
/** Spread over an output, first and last included. */
const SAMPLES = 7;

type Golden = NonNullable<Manifest['golden']>;

async function goldenOf(manifest: Manifest): Promise<Golden> {
  const shape = [...probeShape(manifest)];
  const { feeds } = probeOf({ ...manifest, golden: { pattern: 'ramp', shape, values: [] } });
  const model = await loadModel({
    task: manifest.task,
    artifacts: manifest.artifacts,
    folders: [MODELS, join(MODELS, '../../models/artifacts')],
    providers: ['cpu'],
    threads: 1,
    probe: { feeds, golden: [] },
    gate: openGate(),
  });
  const outputs = await model.run(feeds);
  await model.close();
  return { pattern: 'ramp', shape, values: samplesOf(outputs) };
}

const samplesOf = (outputs: Outputs) =>
  Object.entries(outputs).flatMap(([output, { data }]) =>
    Array.from({ length: SAMPLES }, (_, sample) => {
      const index = Math.round((sample * (data.length - 1)) / (SAMPLES - 1));
      return { output, index, value: Number(Number(data[index]).toPrecision(7)) };
    }),
  );

for (const manifest of await readManifests()) {
  console.log(`${manifest.task}: ${JSON.stringify(await goldenOf(manifest))}`);
}
