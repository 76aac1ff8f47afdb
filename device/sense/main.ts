// The sense program: sees a room, counts, and lets go only what may be let go. It never talks to a network.
import { SystemClock } from '../runtime/clock.ts';
import { ClockWatch } from '../runtime/clock-watch.ts';
import { readIdentity } from '../runtime/identity-file.ts';
import { createLog } from '../runtime/log.ts';
import { LogRing } from '../runtime/log-ring.ts';
import { addLogRoutes } from '../runtime/log-routes.ts';
import { LoopDelay } from '../runtime/loop-delay.ts';
import { projectFolder } from '../runtime/project-folder.ts';
import { CryptoRandom } from '../runtime/random.ts';
import { type Program, runProgram } from '../runtime/run-program.ts';
import { SocketServer } from '../runtime/socket-server.ts';
import { socketPaths } from '../runtime/sockets.ts';
import { Aiming } from './aiming/aiming.ts';
import { AimingView } from './aiming/aiming-view.ts';
import type { AudioChunk } from './capture/audio-chunk.ts';
import { Camera } from './capture/camera.ts';
import { checkSource, requireRegularFile } from './capture/check-source.ts';
import { ChosenSources } from './capture/chosen-sources.ts';
import { Microphone } from './capture/microphone.ts';
import { parseMicrophone } from './capture/microphone-source.ts';
import { isLive, parseSource, refuseNetwork } from './capture/source.ts';
import { listSources } from './capture/source-list.ts';
import { sourceRoutes } from './capture/source-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { loadFusion } from './fusion/fusion-weights.ts';
import { SpokenMoods } from './fusion/spoken-moods.ts';
import { Hearing } from './hearing.ts';
import { VisionWorker } from './inference/vision-worker.ts';
import { parseSenseOptions } from './options.ts';
import { Preview } from './preview/preview.ts';
import { privacyRoutes } from './privacy/privacy-routes.ts';
import { Room } from './privacy/room.ts';
import { SettingsStore } from './privacy/settings-store.ts';
import { windowsRoutes } from './privacy/windows-routes.ts';
import { SelfReport } from './self-report.ts';
import { selfRoutes } from './self-routes.ts';
import { Sensing } from './sensing.ts';
import { mayReadVoices } from './speech/may-read-voices.ts';
import { SpeechWorker } from './speech/speech-worker.ts';
import { isVisionTask, modelFolders, visionStageOptions } from './vision-options.ts';

await runProgram(async (): Promise<Program> => {
  const options = parseSenseOptions(process.argv.slice(2));
  const { stateFolder } = options;
  const logRing = new LogRing();
  const log = createLog('sense', options.logLevel, logRing);
  const clock = new SystemClock();
  const random = new CryptoRandom();
  const chosen = new ChosenSources(stateFolder, { camera: options.source, microphone: options.microphone });
  await chosen.open();
  const source = parseSource(
    chosen.inUse('camera'),
    options.demoFile === undefined ? {} : { demoFile: options.demoFile },
  );
  refuseNetwork(source);
  await checkSource(source);
  const microphone = parseMicrophone(chosen.inUse('microphone'));
  if (microphone.kind === 'file') await requireRegularFile(microphone.path);
  // A real microphone makes a room of any picture: claim, context and notice come first.
  const live = isLive(source) || microphone.kind === 'alsa';
  const identity = await readIdentity(stateFolder);
  const settings = new SettingsStore(stateFolder);
  await settings.open();
  await clock.refresh();

  const models = modelFolders(projectFolder(import.meta.url), options.modelsFolder);
  const onLost = (error: unknown) => log.error({ err: error }, 'inference was lost');
  const unsureBelow = () => sensing.models()?.unsureBelow ?? 0;
  const genderUnsureBelow = () => sensing.models()?.genderUnsureBelow ?? 0;
  const fusion = await loadFusion(models);
  const spoken = new SpokenMoods(fusion?.weights ?? null);
  const preview = new Preview({
    ...{ clock, log },
    unsureBelow: () => ({ emotion: unsureBelow(), gender: genderUnsureBelow() }),
  });
  const aiming = new Aiming({ settings, live, clock, log, onOver: () => follow() });
  const aimingView = new AimingView({ aiming, clock, log });
  const room: Room = new Room({
    ...{ identity, settings, clock, random, stateFolder, unsureBelow, genderUnsureBelow, log },
    models: () => self.digests(),
    source: () => ({
      live,
      camera: sensing.camera().state,
      isAimed: aiming.isOn,
      microphone: mayListen() ? hearing.microphone().state : null,
    }),
    onSensing: () => follow(),
  });
  const stageOptions = () => {
    const { context, shares } = room.status();
    return visionStageOptions(models, context, shares.gender !== undefined);
  };
  const sensing: Sensing = new Sensing({
    maySense: () => room.status().sensing,
    wanted: () => stageOptions().tasks.join(),
    openCamera: () => {
      const onSound = microphone.kind === 'source' ? { onSound: (chunk: AudioChunk) => hearing.hear(chunk) } : {};
      return new Camera({ source, clock, random, log, ...onSound });
    },
    openVision: () => new VisionWorker({ stage: stageOptions(), clock, random, onLost }),
    onObservation: (seen, frame) => {
      const observation = spoken.observe(seen);
      room.observe(observation);
      preview.offer(frame, observation);
    },
    log,
  });
  // Detection alone, and nothing of it reaches the room.
  const aimed: Sensing = new Sensing({
    maySense: () => aiming.isOn,
    openCamera: () => new Camera({ source, clock, random, log }),
    openVision: () => new VisionWorker({ stage: visionStageOptions(models, null, false), clock, random, onLost }),
    onObservation: (observation, frame) => aimingView.offer(frame, observation),
    log,
  });
  const mayListen = () => microphone.kind !== 'none' && (!live || settings.current().voice);
  const hearing: Hearing = new Hearing({
    mayHear: () => mayListen() && (aiming.isOn || (room.status().sensing && (room.status().shares.voice ?? 0) > 0)),
    openMicrophone: (whenHeard) => {
      const sourceHasSound = () => sensing.sourceHasSound();
      return new Microphone({ source: microphone, sourceHasSound, clock, random, log, whenHeard });
    },
    openSpeech: () => {
      const withEmotion = mayReadVoices(room.status().context);
      return new SpeechWorker({ ...models, withEmotion, clock, random, onLost });
    },
    // Whoever mounts the device tries its microphone while it is aimed: nothing of that is read or counted.
    mayRead: () => !aiming.isOn,
    onVoice: ({ mood, probabilities, ...voice }) => {
      if (aiming.isOn) return;
      room.hear(mood, voice.endedAtMs);
      if (probabilities !== null) spoken.hear({ ...voice, probabilities });
    },
    clock,
    log,
  });
  const looking = () => (aiming.isOn ? aimed : sensing);
  const loopDelay = new LoopDelay(clock);
  const self = new SelfReport({
    ...{ source, live, room, sensing: looking, aiming, hearing, mayListen, loopDelay },
    fusion: () => (fusion !== null && hearing.models()?.emotion ? fusion.digest : null),
  });
  const apply = async () => {
    preview.enabled = settings.current().previewEnabled;
    aimingView.apply();
    room.tick();
    // One camera, two that want it: whoever has to let go of it comes first.
    if (!aiming.isOn) await aimed.apply();
    await Promise.all([sensing.apply(), hearing.apply()]);
    await aimed.apply();
  };
  const follow = () => void apply().catch((error: unknown) => log.error({ err: error }, 'sensing cannot start'));

  const paths = socketPaths(options.runFolder);
  const windows = windowsRoutes({ room, birth: () => self.birth(), health: () => self.health() });
  const control = controlRoutes({ settings, aiming, clock, status: () => self.status(), apply });
  const privacy = privacyRoutes({ settings, room, hasModel: isVisionTask, apply });
  preview.enabled = settings.current().previewEnabled;
  return {
    name: 'sense',
    log,
    services: [
      new ClockWatch({ clock, refresh: () => clock.refresh() }),
      self,
      room,
      sensing,
      hearing,
      aimed,
      aiming,
      new SocketServer({ name: 'windows', socketPath: paths.windows, log, routes: windows }),
      new SocketServer({
        name: 'control',
        socketPath: paths.control,
        log,
        routes: (app) => {
          control(app);
          privacy(app);
          addLogRoutes(app, logRing);
          sourceRoutes({ chosen, list: listSources, restart: endSoon })(app);
          selfRoutes({ sensing, hearing, mayShow: () => preview.enabled || aiming.isOn, ...models })(app);
        },
      }),
      new SocketServer({
        name: 'preview',
        socketPath: paths.preview,
        log,
        routes: async (app) => {
          await preview.routes(app);
          await aimingView.routes(app);
        },
      }),
    ],
  };
});

/** Long enough for the answer to leave; the supervisor starts the program anew. */
const ANSWER_MS = 200;
function endSoon(): void {
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), ANSWER_MS);
}
