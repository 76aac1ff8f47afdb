// The sense program: sees a room, counts, and lets go only what may be let go. It never talks to a network.
import { SystemClock } from '../runtime/clock.ts';
import { readIdentity } from '../runtime/identity-file.ts';
import { createLog } from '../runtime/log.ts';
import { LoopDelay } from '../runtime/loop-delay.ts';
import { projectFolder } from '../runtime/project-folder.ts';
import { CryptoRandom } from '../runtime/random.ts';
import { type Program, runProgram } from '../runtime/run-program.ts';
import { SocketServer } from '../runtime/socket-server.ts';
import { socketPaths } from '../runtime/sockets.ts';
import { Camera } from './capture/camera.ts';
import { checkSource } from './capture/check-source.ts';
import { isLive, parseSource } from './capture/source.ts';
import { controlRoutes } from './control-routes.ts';
import { VisionWorker } from './inference/vision-worker.ts';
import { parseSenseOptions } from './options.ts';
import { Preview } from './preview/preview.ts';
import { privacyRoutes } from './privacy/privacy-routes.ts';
import { Room } from './privacy/room.ts';
import { SettingsStore } from './privacy/settings-store.ts';
import { windowsRoutes } from './privacy/windows-routes.ts';
import { SelfReport } from './self-report.ts';
import { Sensing } from './sensing.ts';
import { isVisionTask, visionStageOptions } from './vision-options.ts';

await runProgram(async (): Promise<Program> => {
  const options = parseSenseOptions(process.argv.slice(2));
  const { stateFolder } = options;
  const log = createLog('sense', options.logLevel);
  const clock = new SystemClock();
  const random = new CryptoRandom();
  const source = parseSource(options.source, options.demoFile === undefined ? {} : { demoFile: options.demoFile });
  await checkSource(source);
  const identity = await readIdentity(stateFolder);
  const settings = new SettingsStore(stateFolder);
  await settings.open();
  await clock.refresh();

  const unsureBelow = () => sensing.models()?.unsureBelow ?? 0;
  const preview = new Preview({ clock, log, unsureBelow });
  const room: Room = new Room({
    ...{ identity, settings, clock, random, stateFolder, unsureBelow, log },
    models: () => sensing.models()?.digests ?? {},
    source: () => ({ live: isLive(source), camera: sensing.camera().state, microphone: null }),
    onSensing: () => void sensing.apply().catch((error: unknown) => log.error({ err: error }, 'sensing cannot start')),
  });
  const sensing: Sensing = new Sensing({
    maySense: () => room.status().sensing,
    openCamera: () => new Camera({ source, clock, random, log }),
    openVision: () => {
      const stage = visionStageOptions(projectFolder(import.meta.url), options.modelsFolder, room.status().context);
      return new VisionWorker({
        stage,
        clock,
        random,
        onLost: (error) => log.error({ err: error }, 'inference was lost'),
      });
    },
    onObservation: (observation, frame) => {
      room.observe(observation);
      preview.offer(frame, observation);
    },
    log,
  });
  const self = new SelfReport({ source, room, sensing, loopDelay: new LoopDelay() });
  const apply = async () => {
    preview.enabled = settings.current().previewEnabled;
    room.tick();
    await sensing.apply();
  };

  const paths = socketPaths(options.runFolder);
  const windows = windowsRoutes({ room, birth: () => self.birth(), health: () => self.health() });
  const control = controlRoutes({ settings, clock, status: () => self.status(), apply });
  const privacy = privacyRoutes({ settings, room, hasModel: isVisionTask, apply });
  preview.enabled = settings.current().previewEnabled;
  return {
    name: 'sense',
    log,
    services: [
      self,
      room,
      sensing,
      new SocketServer({ name: 'windows', socketPath: paths.windows, log, routes: windows }),
      new SocketServer({
        name: 'control',
        socketPath: paths.control,
        log,
        routes: (app) => {
          control(app);
          privacy(app);
        },
      }),
      new SocketServer({ name: 'preview', socketPath: paths.preview, log, routes: (app) => preview.routes(app) }),
    ],
  };
});
