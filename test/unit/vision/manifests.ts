// Manifests for tests, complete enough to be parsed.
import {
  type FaceDetectorManifest,
  type FaceEmotionManifest,
  KEYPOINTS,
  type Manifest,
  manifestSchema,
} from '../../../shared/manifest.ts';

const DIGEST = '0'.repeat(64);
const BASE = {
  v: 1,
  version: '1.0.0',
  source: { kind: 'trained', recipe: 'none', data: ['none'] },
  licence: { spdx: 'MIT', holder: 'a test' },
  artifacts: [
    { provider: 'cpu', precision: 'float32', file: 'none.onnx', sha256: DIGEST, bytes: 1, goldenTolerance: 0.001 },
  ],
} as const;

export function detectorManifest(
  layers: FaceDetectorManifest['output']['anchors']['layers'],
  input: Partial<FaceDetectorManifest['input']> = {},
): FaceDetectorManifest {
  const pass = { longSidePx: 640, enlarge: 1 };
  return parse('face-detector', {
    ...BASE,
    task: 'face-detector',
    id: 'test-detector',
    input: { frame: 'frame', size: 'size', multiplePx: 32, every: pass, sweep: pass, sweepEvery: 5, ...input },
    output: { anchors: { layers, keypoints: [...KEYPOINTS] } },
    thresholds: { score: 0.5, overlap: 0.3 },
    calibration: null,
  });
}

export function emotionManifest(labels: FaceEmotionManifest['output']['labels'], temperature = 1): FaceEmotionManifest {
  return parse('face-emotion', {
    ...BASE,
    task: 'face-emotion',
    id: 'test-emotion',
    input: { face: 'face', widthPx: 16, heightPx: 16 },
    output: { labels },
    alignment: { imageLeftEye: [0.3, 0.4], imageRightEye: [0.7, 0.4] },
    thresholds: { unsureBelow: 0.4 },
    calibration: { temperature },
  });
}

function parse<T extends Manifest['task']>(task: T, value: unknown): Extract<Manifest, { task: T }> {
  const manifest = manifestSchema.parse(value);
  if (manifest.task !== task) throw new Error(`${manifest.task} is not ${task}`);
  return manifest as Extract<Manifest, { task: T }>;
}
