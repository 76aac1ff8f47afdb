import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFusion } from '../../../device/sense/fusion/fusion-weights.ts';
import { mayReadVoices } from '../../../device/sense/speech/may-read-voices.ts';
import { SpeechWorker } from '../../../device/sense/speech/speech-worker.ts';
import { runEvaluation } from '../../../models/evaluate/evaluation.ts';
import { chooseModel } from '../../../models/evaluate/model-choice.ts';
import { readOptions } from '../../../models/evaluate/options.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { PROJECT } from '../../fixtures/appliance.ts';
import { scratch } from '../../fixtures/capture/clips.ts';
import { ports } from '../../fixtures/capture/ports.ts';
import { speechWorkerOptions } from '../../fixtures/speech/listening.ts';
import { writeTinySpeech } from '../../fixtures/speech/tiny-emotion.ts';

const files = scratch();
const never = new AbortController().signal;
let folders: Awaited<ReturnType<typeof writeTinySpeech>>;
beforeAll(async () => {
  folders = await writeTinySpeech(files.path('models'));
});
afterAll(() => files.remove());

function tinyWorker(withEmotion: boolean) {
  const options = speechWorkerOptions();
  const artifactFolders = [folders.artifacts, ...options.artifactFolders];
  return new SpeechWorker({ ...options, manifestFolder: folders.manifests, artifactFolders, withEmotion });
}

const steady = (level: number) => new Float32Array(24_000).fill(level);
const of = (emotion: (typeof EMOTIONS)[number]) => EMOTIONS.indexOf(emotion);

describe('speech emotion in the worker', () => {
  test('reads whole utterances between chunks, and leaves the samples to who asks', async () => {
    const worker = tinyWorker(true);
    await worker.start(never);
    const samples = steady(0.3);
    expect((await worker.read(samples))?.[of('angry')]).toBeGreaterThan(0.99);
    expect(samples[0]).toBeCloseTo(0.3, 6);
    expect(await worker.hear(new Float32Array(512), true)).toHaveLength(1);
    expect((await worker.read(steady(0.01)))?.[of('sad')]).toBeGreaterThan(0.99);
    expect(worker.models().emotion?.thresholds).toEqual({ unsureBelow: 0.6, signalToNoiseDb: 10 });
    await worker.stop();
  });

  test('P10: in a workplace or a school the model of voices is installed and yet never opened', async () => {
    expect(mayReadVoices('workplace') || mayReadVoices('education') || mayReadVoices(null)).toBe(false);
    expect(mayReadVoices('public')).toBe(true);
    const worker = tinyWorker(mayReadVoices('workplace'));
    await worker.start(never);
    expect(worker.models().emotion).toBeNull();
    expect(await worker.read(steady(0.3))).toBeNull();
    await worker.stop();
  });

  test('without an installed model utterances are heard and not read', async () => {
    const empty = files.path('only-activity');
    execFileSync('mkdir', ['-p', empty]);
    execFileSync('cp', [join(folders.manifests, 'voice-activity.json'), empty]);
    const worker = new SpeechWorker({ ...speechWorkerOptions(), manifestFolder: empty });
    await worker.start(never);
    expect(worker.models().emotion).toBeNull();
    expect(await worker.read(steady(0.3))).toBeNull();
    await worker.stop();
  });
});

describe('the weights of the fusion', () => {
  test('are used only when they are the ones that the manifest names', async () => {
    const found = { manifestFolder: folders.manifests, artifactFolders: [folders.artifacts] };
    expect((await loadFusion(found))?.weights.bias).toHaveLength(EMOTIONS.length);
    const other = await writeTinySpeech(files.path('tampered'));
    await writeFile(join(other.artifacts, 'fusion.json'), '{}');
    const tampered = { manifestFolder: other.manifests, artifactFolders: [other.artifacts] };
    await expect(loadFusion(tampered)).rejects.toMatchObject({ code: 'MODEL_CORRUPT' });
    expect(await loadFusion({ ...found, manifestFolder: files.path('nothing') })).toBeNull();
  });
});

describe('the evaluator', () => {
  test('runs voices through the device’s functions: what is loud is angry, what is no sound is named', async () => {
    const data = files.path('voices');
    const tone = (name: string, volume: number) =>
      execFileSync('ffmpeg', [
        ...['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=300:duration=1.5:sample_rate=16000'],
        ...['-af', `volume=${volume},apad=pad_dur=0.3,adelay=300`, join(data, name)],
      ]);
    execFileSync('mkdir', ['-p', data]);
    tone('loud.wav', 7);
    tone('faint.wav', 0.2);
    await writeFile(join(data, 'torn.wav'), 'no sound');
    const labelsCsv = 'file,label\nloud.wav,angry\nfaint.wav,sad\ntorn.wav,sad\n';
    const args = ['--task', 'speech-emotion', '--data', data, '--manifests', folders.manifests];
    const options = readOptions([...args, '--artifacts', folders.artifacts, '--robustness'], PROJECT, data);
    if (options === null) throw new Error('no options');
    const terminal = { isTTY: false, write: () => true };
    const manifest = await chooseModel(options);
    const { result } = await runEvaluation({ options, manifest, labelsCsv, clock: ports().clock, terminal });
    expect(result).toMatchObject({ n: 2, accuracy: 1, task: 'speech-emotion' });
    expect(result.skipped.reasons['FILE_UNREADABLE']?.count).toBe(1);
    expect(result.robustness?.map(({ family }) => family)).toContain('reverberation');
    const coverage = result.gate?.map((point) => point.coverage ?? 0) ?? [];
    expect(coverage.every((share, index) => index === 0 || share <= (coverage[index - 1] ?? 1))).toBe(true);
  });
});

describe('roomtone listen', () => {
  test('tells what it heard in a file, how sure it is and why, as JSON', async () => {
    const { prepareDemoVoice } = await import('../../../provisioning/demo-voice.ts');
    const voice = await prepareDemoVoice(join(PROJECT, '.cache'));
    const cli = [
      '--import',
      'tsx',
      join(PROJECT, 'provisioning/cli.ts'),
      'listen',
      '--json',
      '--state',
      files.path('no-state'),
    ];
    const models = ['--manifests', folders.manifests, '--models', folders.artifacts];
    execFileSync('cp', [join(PROJECT, '.cache/models/voice-activity.onnx'), folders.artifacts]);
    const said = JSON.parse(String(execFileSync(process.execPath, [...cli, '--file', voice, ...models])));
    expect(said.utterances.length).toBeGreaterThanOrEqual(3);
    expect(said.model).toMatch(/^sha256:/);
    for (const { probabilities, why } of said.utterances) {
      expect(Object.keys(probabilities)).toEqual([...EMOTIONS]);
      expect(why).toMatch(/^(read|nothing stands out): /);
    }
  });
});
