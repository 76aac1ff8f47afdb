// A model that runs: the only importer of onnxruntime-node. Nothing runs whose bytes differ from the manifest's digest,
// and a provider is chosen by a real run whose golden values fit, never by its name.
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { Artifact, PROVIDERS } from '../../../shared/manifest.ts';
import { readArtifact } from './artifact-file.ts';
import { forbidTelemetry } from './forbid-telemetry.ts';
import { goldenError, type Probe } from './golden.ts';
import type { NativeGate } from './native-gate.ts';
import type { Feeds, Outputs, Tensor } from './tensor.ts';

export type Provider = (typeof PROVIDERS)[number];

export interface LoadOptions {
  /** What the model is for, said in errors. */
  readonly task: string;
  /** At most one for each provider. */
  readonly artifacts: readonly Artifact[];
  /** Where artifacts lie; the first that has the file counts. */
  readonly folders: readonly string[];
  /** Tried in this order. */
  readonly providers: readonly Provider[];
  /** Threads of one run, at least 1. */
  readonly threads: number;
  readonly probe: Probe;
  readonly gate: NativeGate;
}

export interface RefusedProvider {
  readonly provider: Provider;
  readonly reason: string;
}

export interface Model {
  /** `sha256:` and the digest of the loaded file. */
  readonly digest: string;
  readonly provider: Provider;
  /** Providers that stood before the chosen one, and why they were passed over. */
  readonly refused: readonly RefusedProvider[];
  /** One run at a time. What comes out is checked where it is read. @throws RoomtoneError `MODEL_RUN_FAILED` */
  run(feeds: Feeds): Promise<Outputs>;
  close(): Promise<void>;
}

type Ort = typeof import('onnxruntime-node');

/**
 * Loads the artifact of the first provider that passes its probe.
 * @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT`, `MODEL_UNUSABLE` (no provider passed, with every reason)
 */
export async function loadModel(options: LoadOptions): Promise<Model> {
  forbidTelemetry();
  const ort = await import('onnxruntime-node');
  const refused: RefusedProvider[] = [];
  for (const provider of options.providers) {
    const artifact = options.artifacts.find((candidate) => candidate.provider === provider);
    const reason = artifact === undefined ? 'the manifest has no artifact for it' : unsupportedReason(ort, provider);
    if (artifact === undefined || reason !== undefined) {
      refused.push({ provider, reason: reason ?? '' });
      continue;
    }
    const attempt = await tryProvider(ort, provider, artifact, options);
    if (attempt.model !== undefined) return new OrtModel(ort, attempt.model, options.gate, artifact, refused);
    refused.push({ provider, reason: attempt.reason });
  }
  throw unusable(options.task, refused);
}

function unsupportedReason(ort: Ort, provider: Provider): string | undefined {
  if (ort.listSupportedBackends().some(({ name }) => name === provider)) return undefined;
  return 'the installed onnxruntime was built without it';
}

type Attempt =
  | { readonly model: InferenceSession; readonly reason?: undefined }
  | { readonly model?: undefined; readonly reason: string };

async function tryProvider(
  ort: Ort,
  provider: Provider,
  artifact: Artifact,
  { folders, threads, probe, gate }: LoadOptions,
): Promise<Attempt> {
  const bytes = await readArtifact(artifact, folders);
  let session: InferenceSession | undefined;
  try {
    const created = await gate.pass(() => ort.InferenceSession.create(bytes, sessionOptions(provider, threads)));
    session = created;
    const outputs = await gate.pass(() => runSession(ort, created, probe.feeds));
    const error = goldenError(probe, outputs);
    if (error <= artifact.goldenTolerance) return { model: created };
    await created.release();
    return { reason: `golden values differ by ${error.toPrecision(2)}, allowed ${artifact.goldenTolerance}` };
  } catch (error) {
    await session?.release();
    return { reason: messageOf(error).split('\n')[0] ?? 'failed' };
  }
}

/** Figures behind these choices: README.md beside this file. */
const sessionOptions = (provider: Provider, threads: number): InferenceSession.SessionOptions => ({
  executionProviders: [provider],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  enableCpuMemArena: true,
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

class OrtModel implements Model {
  readonly digest: string;
  readonly provider: Provider;
  readonly refused: readonly RefusedProvider[];
  readonly #ort: Ort;
  readonly #session: InferenceSession;
  readonly #gate: NativeGate;

  constructor(
    ort: Ort,
    session: InferenceSession,
    gate: NativeGate,
    artifact: Artifact,
    refused: readonly RefusedProvider[],
  ) {
    this.#ort = ort;
    this.#session = session;
    this.#gate = gate;
    this.digest = `sha256:${artifact.sha256}`;
    this.provider = artifact.provider;
    this.refused = refused;
  }

  async run(feeds: Feeds): Promise<Outputs> {
    return this.#gate.pass(() => runSession(this.#ort, this.#session, feeds)).catch(rethrowAsFailed);
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

async function runSession(ort: Ort, session: InferenceSession, feeds: Feeds): Promise<Outputs> {
  const inputs = Object.entries(feeds).map(([name, tensor]) => [name, toOrt(ort, tensor)] as const);
  const outputs = await session.run(Object.fromEntries(inputs));
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, fromOrt(tensor)]));
}

/** Shares the values; nothing is copied. */
function toOrt(ort: Ort, tensor: Tensor): OrtTensor {
  const shape = [...tensor.shape];
  if (tensor.type === 'float32') return new ort.Tensor('float32', tensor.data, shape);
  if (tensor.type === 'uint8') return new ort.Tensor('uint8', tensor.data, shape);
  return new ort.Tensor('int64', tensor.data, shape);
}

function fromOrt({ data, dims }: OrtTensor): Tensor {
  if (data instanceof Float32Array) return { type: 'float32', data, shape: dims };
  if (data instanceof BigInt64Array) return { type: 'int64', data, shape: dims };
  if (data instanceof Uint8Array) return { type: 'uint8', data, shape: dims };
  throw new TypeError('the model gives a type of tensor that Roomtone does not use');
}

function rethrowAsFailed(error: unknown): never {
  throw new RoomtoneError(
    'MODEL_RUN_FAILED',
    `a model could not run: ${messageOf(error).split('\n')[0] ?? ''}`,
    'Read the log; build the models again if it persists.',
    { cause: error },
  );
}

function unusable(task: string, refused: readonly RefusedProvider[]): RoomtoneError {
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  return new RoomtoneError(
    'MODEL_UNUSABLE',
    `the ${task} model runs on no provider (${reasons})`,
    'Build the models again (npm run models:build), or name a provider that this device has.',
  );
}
