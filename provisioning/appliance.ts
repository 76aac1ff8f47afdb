// The appliance as one process tree: broker, sense, link, console. Says where things are, shows the status once a second,
// and leaves no process and no socket behind.
import { join } from 'node:path';
import type { Clock } from '../device/runtime/clock.ts';
import { projectFolder } from '../device/runtime/project-folder.ts';
import type { Random } from '../device/runtime/random.ts';
import { SocketClient } from '../device/runtime/socket-client.ts';
import { socketPaths } from '../device/runtime/sockets.ts';
import { type LinkStatus, linkStatusSchema } from '../shared/link-api.ts';
import { deviceFilter } from '../shared/topics.ts';
import { Child } from './child.ts';
import { isOnSlip, prepareClaim } from './claim.ts';
import { demoScenePath } from './demo-scene.ts';
import { demoVoicePath } from './demo-voice.ts';
import { EmbeddedBroker } from './embedded-broker.ts';
import { enrol } from './enrol.ts';
import { networkCamera } from './network-camera.ts';
import { codeForTerminal, phoneAddress, phoneHost } from './phone-address.ts';
import { resetIfAsked } from './reset.ts';
import { shownFingerprint } from './shown-fingerprint.ts';
import type { StartOptions } from './start-options.ts';
import type { StatusLine } from './status-line.ts';

export interface ApplianceOptions {
  readonly options: StartOptions;
  /** Short-lived folder of the sockets, mode 700. */
  readonly runFolder: string;
  readonly status: StatusLine;
  readonly clock: Clock;
  readonly random: Random;
}

const STATUS_PERIOD_MS = 1_000;

export class Appliance {
  readonly #given: ApplianceOptions;
  readonly #cacheFolder = join(projectFolder(import.meta.url), '.cache');
  #broker: EmbeddedBroker | undefined;
  #children: readonly Child[] = [];
  #isStopped = false;

  constructor(options: ApplianceOptions) {
    this.#given = options;
  }

  /** Resolves when all programs are ready. @throws RoomtoneError of the first that cannot start */
  async start(): Promise<void> {
    const { options, runFolder, status, random } = this.#given;
    if (await resetIfAsked(options.stateFolder)) status.say('reset', 'reset: the device is as unboxed');
    const identity = await enrol(options.stateFolder, random);
    const brokerUrl = options.brokerUrl ?? (await this.#startBroker());
    const claimCode = await prepareClaim(options.stateFolder, random);
    const hasSlip = await isOnSlip(options.stateFolder);
    if (this.#isStopped) return this.stop();
    const camera = await networkCamera(options.source, runFolder);
    const capture =
      camera === null
        ? []
        : [this.#child('capture', 'device/capture', [...camera.args, '--log-level', options.logLevel])];
    const [sense, link, console] = this.#programs(brokerUrl, camera?.source ?? options.source);
    this.#children = [link, sense, console, ...capture];
    const [consoleUrl] = await Promise.all([console.start(), ...[sense, ...capture].map((child) => child.start())]);
    await link.start();
    if (this.#isStopped) return;
    const filter = deviceFilter(identity);
    const shownBroker = withoutPassword(brokerUrl);
    const phone = this.#phone(consoleUrl, claimCode);
    const fingerprint = consoleUrl === undefined ? null : await shownFingerprint(consoleUrl);
    status.say(
      'started',
      startedWords({ consoleUrl, broker: shownBroker, filter, claimCode, hasSlip, phone, fingerprint }),
      {
        console: consoleUrl,
        fingerprint,
        phone,
        broker: shownBroker,
        topics: filter,
        claimCode,
        pids: Object.fromEntries(this.#children.map((child) => [child.name, child.pid])),
      },
    );
  }

  /** Shows the status until `signal` aborts or the time of `--exit-after` is over. */
  async run(signal: AbortSignal): Promise<void> {
    const { options, runFolder, status, clock } = this.#given;
    const { exitAfterSeconds } = options;
    const endMs = exitAfterSeconds === null ? Number.POSITIVE_INFINITY : clock.monotonicMs() + exitAfterSeconds * 1_000;
    const link = new SocketClient(socketPaths(runFolder).link);
    try {
      while (!signal.aborted && clock.monotonicMs() < endMs) {
        const answer = await statusOf(link, signal);
        if (answer !== null) status.show(answer);
        await clock.sleep(STATUS_PERIOD_MS, signal).catch(() => {});
      }
    } finally {
      await link.close();
    }
  }

  /** Idempotent. Link goes first, while sense still answers it and the broker still listens to its `stopped`. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const [link, ...others] = this.#children;
    await link?.stop();
    await Promise.all(others.map((child) => child.stop()));
    await this.#broker?.stop();
  }

  /** Null where the console listens on loopback alone. */
  #phone(consoleUrl: string | undefined, claimCode: string | null): string | null {
    const host = phoneHost(this.#given.options.host);
    if (host === null || consoleUrl === undefined) return null;
    return phoneAddress(host, new URL(consoleUrl).port, claimCode);
  }

  async #startBroker(): Promise<string> {
    this.#broker = new EmbeddedBroker({ port: this.#given.options.mqttPort, host: '127.0.0.1' });
    await this.#broker.start();
    return this.#broker.url();
  }

  #programs(brokerUrl: string, source: string): [Child, Child, Child] {
    const { options, runFolder } = this.#given;
    const common = ['--state', options.stateFolder, '--run', runFolder, '--log-level', options.logLevel];
    const models = options.modelsFolder ?? join(this.#cacheFolder, 'models');
    const ownSound = options.source === 'auto' ? 'auto' : 'none';
    const sound = options.source === 'demo' ? demoVoicePath(this.#cacheFolder) : ownSound;
    const watched = ['--source', source, '--demo-file', demoScenePath(this.#cacheFolder)];
    const sense = [...watched, '--microphone', options.microphone ?? sound, '--models', models];
    return [
      this.#child('sense', 'device/sense', [...common, ...sense]),
      this.#child('link', 'device/link', [...common, '--publication-offset-ms', '0'], { ROOMTONE_BROKER: brokerUrl }),
      this.#child('console', 'console', [...common, ...consoleArgs(options)]),
    ];
  }

  #child(name: string, folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
    const { status, clock, random } = this.#given;
    return new Child({
      name,
      file: join(projectFolder(import.meta.url), 'dist', folder, 'main.js'),
      args,
      env,
      clock,
      random,
      onLogLine: (program, line) => status.log(program, line),
      onRestart: (program, why, waitMs) =>
        status.say('restart', `${program} ended (${why}); starting it again in ${waitMs} ms`, { program, why, waitMs }),
    });
  }
}

async function statusOf(link: SocketClient, signal: AbortSignal): Promise<LinkStatus | null> {
  try {
    return await link.request({ method: 'GET', path: '/v1/status', response: linkStatusSchema, signal });
  } catch {
    return null; // link is being restarted, which was said already
  }
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href.replace(/\/$/, '');
}

function consoleArgs({ host, consolePort, kiosk, certificate, certificateKey }: StartOptions): readonly string[] {
  const files =
    certificate === null || certificateKey === null
      ? []
      : ['--certificate', certificate, '--certificate-key', certificateKey];
  const displays = kiosk.length === 0 ? [] : ['--kiosk', kiosk.join(',')];
  return ['--host', host, '--port', `${consolePort}`, ...displays, ...files];
}

interface Started {
  readonly consoleUrl: string | undefined;
  readonly broker: string;
  readonly filter: string;
  readonly claimCode: string | null;
  /** The code was printed before. */
  readonly hasSlip: boolean;
  readonly phone: string | null;
  readonly fingerprint: string | null;
}

function startedWords({ consoleUrl, broker, filter, claimCode, hasSlip, phone, fingerprint }: Started): string {
  const lines = [`console  ${consoleUrl ?? ''}`, `broker   ${broker}`, `topics   ${filter}`];
  if ((claimCode !== null || hasSlip) && fingerprint !== null)
    lines.push(`shows    ${fingerprint}   (the certificate, to compare)`);
  if (claimCode !== null) lines.push(`claim    ${claimCode}   (type it on the console to become its admin)`);
  if (hasSlip)
    lines.push('claim    the code on the slip of this device   (type it on the console to become its admin)');
  if (phone !== null) lines.push(`phone    ${phone}`, codeForTerminal(phone));
  return lines.join('\n');
}
