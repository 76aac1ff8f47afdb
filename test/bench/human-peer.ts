// The peer as its manual sets it up for Node with WebAssembly: detection, emotion and description on, all else off.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { teachFetchFiles } from './file-fetch.ts';
import { fetchPeer } from './pinned.ts';

type Disposable = { dispose(): void };
type HumanTensor = Disposable & { readonly shape: readonly number[] };
interface HumanLibrary {
  readonly tf: { tensor(data: Uint8Array, shape: readonly number[], type: 'int32'): HumanTensor };
  load(): Promise<void>;
  detect(input: HumanTensor): Promise<{ readonly face: readonly { readonly emotion?: readonly unknown[] }[] }>;
}

export interface HumanPeer {
  /** Faces with an emotion that it finds in one RGB picture. */
  detect(pixels: Uint8Array, widthPx: number, heightPx: number): Promise<number>;
}

const off = { enabled: false };

export async function openHuman(): Promise<HumanPeer> {
  const { library, models } = await fetchPeer();
  teachFetchFiles();
  const require = createRequire(library);
  const wasm = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/');
  const { Human } = require(library) as { Human: new (config: object) => HumanLibrary };
  const human = new Human({
    backend: 'wasm',
    wasmPath: wasm,
    modelBasePath: models,
    debug: false,
    async: false,
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { enabled: true, modelPath: 'blazeface.json', maxDetected: 1, skipFrames: 0, skipTime: 0 },
      emotion: { enabled: true, skipFrames: 0, skipTime: 0 },
      description: { enabled: true, skipFrames: 0, skipTime: 0 },
      mesh: off,
      iris: off,
      attention: off,
      antispoof: off,
      liveness: off,
    },
  });
  await human.load();
  return {
    async detect(pixels, widthPx, heightPx) {
      const tensor = human.tf.tensor(pixels, [1, heightPx, widthPx, 3], 'int32');
      const { face } = await human.detect(tensor);
      tensor.dispose();
      return face.filter(({ emotion }) => (emotion?.length ?? 0) > 0).length;
    },
  };
}
