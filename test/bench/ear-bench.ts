// `npx tsx test/bench/ear-bench.ts [--json] [--seconds N]`: what the ear costs, in real time and through all of its parts
// (capture child, stream, ring, ear, worker, model), while somebody speaks without a pause and in a quiet room. Counted is
// the processor time of this process with all its threads, and that of the capture child apart.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CHUNK_SAMPLES } from '../../device/sense/capture/audio-chunk.ts';
import { Microphone } from '../../device/sense/capture/microphone.ts';
import { Ear, type VoiceDetector } from '../../device/sense/speech/ear.ts';
import { SpeechWorker } from '../../device/sense/speech/speech-worker.ts';
import { prepareDemoVoice } from '../../provisioning/demo-voice.ts';
import { ports } from '../fixtures/capture/ports.ts';
import { speechWorkerOptions } from '../fixtures/speech/listening.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import { machineOf } from './machine.ts';
import { rounded } from './statistics.ts';

/** Before counting: compilation, and the noise floor of the room. */
const WARM_UP_MS = 5_000;

interface EarFigures {
  readonly corePercent: number;
  readonly captureCorePercent: number;
  /** Chunks of 32 ms that the model was asked about, of all. */
  readonly askedPercent: number;
  readonly utterances: number;
}

async function measure(sound: string, seconds: number): Promise<EarFigures> {
  const worker = new SpeechWorker(speechWorkerOptions());
  await worker.start(new AbortController().signal);
  const counts = { heard: 0, asked: 0, utterances: 0 };
  const detector = counting(worker, counts);
  const microphone = new Microphone({
    ...ports(),
    source: { kind: 'file', path: sound },
    whenHeard: () => {
      counts.heard += 1;
      ear.listen();
    },
  });
  const ear = new Ear({
    inlet: microphone,
    detector,
    thresholds: () => worker.models().thresholds,
    onUtterance: () => {
      counts.utterances += 1;
    },
    log: ports().log,
  });
  await ear.start();
  await microphone.start();
  await delay(WARM_UP_MS);
  Object.assign(counts, { heard: 0, asked: 0, utterances: 0 });
  const child = microphone.childPid ?? 0;
  const before = { own: process.cpuUsage(), child: cpuSecondsOf(child) };
  await delay(seconds * 1_000);
  const own = process.cpuUsage(before.own);
  const captureCorePercent = rounded((100 * (cpuSecondsOf(child) - before.child)) / seconds);
  await microphone.stop();
  await ear.stop();
  await worker.stop();
  return {
    corePercent: rounded((own.user + own.system) / 1e4 / seconds),
    captureCorePercent,
    askedPercent: rounded((100 * counts.asked) / Math.max(1, counts.heard), 1),
    utterances: counts.utterances,
  };
}

function counting(worker: SpeechWorker, counts: { asked: number }): VoiceDetector {
  return {
    hear: (samples, isAfterGap) => {
      counts.asked += samples.length / CHUNK_SAMPLES;
      return worker.hear(samples, isAfterGap);
    },
  };
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '30' } },
});
const seconds = Number(values.seconds);
const folder = await mkdtemp(join(tmpdir(), 'roomtone-ear-bench-'));
const voice = await prepareDemoVoice(folder);
const [speech, quiet] = [join(folder, 'speech.wav'), join(folder, 'quiet.wav')];
// The demo's voices without their pauses, and a room at −55 dB.
const compact = 'silenceremove=stop_periods=-1:stop_duration=0.1:stop_threshold=-35dB';
execFileSync('ffmpeg', ['-v', 'error', '-i', voice, '-af', compact, speech]);
const hiss = 'anoisesrc=amplitude=0.003:seed=3:sample_rate=16000';
execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-t', '20', '-i', hiss, quiet]);
const report = {
  speech: await measure(speech, seconds),
  quiet: await measure(quiet, seconds),
  seconds,
  machine: machineOf(),
  date: new Date().toISOString(),
};
await rm(folder, { recursive: true });
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`the ear, ${seconds} s each; ${report.machine.cpu}, load ${report.machine.load}`);
  for (const [name, it] of [
    ['speech without a pause', report.speech] as const,
    ['a quiet room', report.quiet] as const,
  ]) {
    const asked = `model asked about ${it.askedPercent} % of the sound, ${it.utterances} utterances`;
    console.log(`  ${name}: ${it.corePercent} % of a core (capture child ${it.captureCorePercent} %), ${asked}`);
  }
}
