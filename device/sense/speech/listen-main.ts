// Listens to one sound file as the device would, and prints what it makes of it as one JSON object (shared/sentence.ts): what
// `roomtone listen` runs. Nothing of the sound is kept or printed.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../../shared/errors.ts';
import { type Sentence, sentenceSchema } from '../../../shared/sentence.ts';
import { exitCodeOf } from '../../runtime/exit-codes.ts';
import { createLog } from '../../runtime/log.ts';
import { projectFolder } from '../../runtime/project-folder.ts';
import { CHUNK_MS, CHUNK_SAMPLES, SAMPLE_RATE_HZ } from '../capture/audio-chunk.ts';
import { requireRegularFile } from '../capture/check-source.ts';
import { readManifest, readManifestIfThere } from '../inference/manifest-file.ts';
import { openGate } from '../inference/native-gate.ts';
import { SettingsStore } from '../privacy/settings-store.ts';
import { modelFolders } from '../vision-options.ts';
import { Ear } from './ear.ts';
import { mayReadVoices } from './may-read-voices.ts';
import { reportUtterance } from './sentence-report.ts';
import { SpeechEmotion } from './speech-emotion.ts';
import { VoiceActivity } from './voice-activity.ts';
import { soundFlawsOf, voiceReadingOf } from './voice-reading.ts';

/** A sentence, not a meeting. */
const SECONDS_MAX = 60;
/** An utterance ends with a pause: the end of the file is one. */
const PAUSE_SAMPLES = SAMPLE_RATE_HZ;

type Folders = ReturnType<typeof modelFolders>;

async function main(args: readonly string[]): Promise<void> {
  const { file = '', models, manifests, state } = readArgs(args);
  await requireRegularFile(file);
  const project = projectFolder(import.meta.url);
  const found = modelFolders(project, models ?? join(project, '.cache/models'));
  const folders = { ...found, manifestFolder: manifests ?? found.manifestFolder };
  const sound = await decode(file);
  const sentence = await listen(sound, folders, await mayRead(state));
  process.stdout.write(`${JSON.stringify(sentenceSchema.parse(sentence))}\n`);
}

async function listen(sound: Float32Array, folders: Folders, withEmotion: boolean): Promise<Sentence> {
  const manifest = await readManifest(folders.manifestFolder, 'voice-activity');
  const activity = await VoiceActivity.load({ manifest, ...folders, gate: openGate() });
  const emotion = withEmotion ? await openEmotion(folders) : null;
  const thresholds = emotion?.manifest.thresholds ?? null;
  const utterances: Sentence['utterances'] = [];
  const inlet = inletOf(sound);
  const ear = new Ear({
    inlet,
    detector: {
      hear(samples, isAfterGap) {
        if (isAfterGap) activity.reset();
        return activity.hear(samples);
      },
    },
    thresholds: () => manifest.thresholds,
    onUtterance: async (utterance) => {
      const isGood = soundFlawsOf(utterance.quality, thresholds?.signalToNoiseDb ?? 0).length === 0;
      const read = isGood && emotion !== null ? await emotion.read(utterance.samples) : null;
      utterances.push(reportUtterance(voiceReadingOf(utterance, read, thresholds), utterance.quality, thresholds));
    },
    log: createLog('listen', 'silent'),
  });
  await ear.start();
  await inlet.isEmpty;
  await ear.stop();
  await activity.close();
  await emotion?.close();
  const seconds = (sound.length - PAUSE_SAMPLES) / SAMPLE_RATE_HZ;
  return { seconds: Number(seconds.toFixed(2)), model: emotion?.model.digest ?? null, utterances };
}

async function openEmotion(folders: Folders): Promise<SpeechEmotion | null> {
  const manifest = await readManifestIfThere(folders.manifestFolder, 'speech-emotion');
  return manifest && SpeechEmotion.load({ manifest, ...folders, gate: openGate() });
}

/** A microphone that has all of the sound at once; `isEmpty` resolves when the last of it was heard. */
function inletOf(sound: Float32Array) {
  let at = 0;
  let tellEmpty = () => {};
  const isEmpty = new Promise<void>((resolve) => {
    tellEmpty = resolve;
  });
  const take = () => {
    const capturedAtMs = (at / CHUNK_SAMPLES) * CHUNK_MS;
    const samples = sound.slice(at, at + CHUNK_SAMPLES);
    at += CHUNK_SAMPLES;
    if (samples.length === CHUNK_SAMPLES) return { value: { samples, capturedAtMs }, gap: 0 };
    tellEmpty();
    return undefined;
  };
  return { take, isEmpty };
}

/** 16 kHz, mono, and a pause after it. @throws RoomtoneError `SOUND_UNREADABLE` */
async function decode(file: string): Promise<Float32Array> {
  const input = [
    '-v',
    'error',
    '-nostdin',
    '-protocol_whitelist',
    'file',
    '-i',
    `file:${file}`,
    '-t',
    `${SECONDS_MAX}`,
  ];
  const output = ['-map', '0:a:0', '-ac', '1', '-ar', `${SAMPLE_RATE_HZ}`, '-f', 'f32le', '-'];
  const options = {
    encoding: 'buffer',
    maxBuffer: SECONDS_MAX * SAMPLE_RATE_HZ * 4 + 65_536,
    timeout: 60_000,
  } as const;
  try {
    const { stdout } = await promisify(execFile)('ffmpeg', [...input, ...output], options);
    const samples = new Float32Array(Uint8Array.from(stdout).buffer, 0, Math.floor(stdout.length / 4));
    const padded = new Float32Array(samples.length + PAUSE_SAMPLES);
    padded.set(samples);
    return padded;
  } catch (error) {
    const reason = messageOf(error).split('\n').at(-2) ?? 'ffmpeg failed';
    throw new RoomtoneError('SOUND_UNREADABLE', reason, 'Give a file with sound.', { cause: error });
  }
}

/** In a workplace or a school no emotion model is loaded, nor here; a device without a claim plays a demo. */
async function mayRead(state: string | undefined): Promise<boolean> {
  if (state === undefined || !existsSync(join(state, 'sense'))) return true;
  const settings = new SettingsStore(state);
  await settings.open();
  return mayReadVoices(settings.current().context ?? 'demo');
}

function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { file: text, models: text, manifests: text, state: text };
  return parseArgs({ args: [...args], options, strict: true }).values;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const [code, hint] = isRoomtoneError(error) ? [error.code, error.hint] : ['INTERNAL', 'Report it.'];
  process.stderr.write(`${JSON.stringify({ code, message: messageOf(error), hint })}\n`);
  process.exitCode = exitCodeOf(error);
}
