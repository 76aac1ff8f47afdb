// The options of `roomtone start`, parsed and checked before anything runs.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LOG_LEVELS, type LogLevel } from '../device/runtime/log.ts';
import { messageOf, RoomtoneError } from '../shared/errors.ts';

export interface StartOptions {
  readonly source: string;
  /** Null: the demo's voice with the demo, none otherwise. */
  readonly microphone: string | null;
  readonly stateFolder: string;
  /** 0 takes a free port. */
  readonly mqttPort: number;
  readonly consolePort: number;
  /** Where the console listens. */
  readonly host: string;
  /** Beside this device's own display, which may show the kiosk; empty for none. */
  readonly kiosk: readonly string[];
  /** PEM files of a certificate for the console, both or neither. */
  readonly certificate: string | null;
  readonly certificateKey: string | null;
  /** Null: an embedded broker on loopback. */
  readonly brokerUrl: string | null;
  readonly exitAfterSeconds: number | null;
  readonly json: boolean;
  readonly modelsFolder: string | null;
  readonly logLevel: LogLevel;
  readonly listSources: boolean;
  readonly help: boolean;
}

export const START_HELP = `npm start -- [options]        (or: roomtone start [options])

Runs the appliance: sense, link and console, with an MQTT broker of its own.

  --source SOURCE       what to watch (default: demo)
                          demo        a replayed scene of real faces, no camera and no set-up needed
                          FILE        any video file, replayed in a loop, counted as a demo too
                          v4l2:PATH   a camera, such as v4l2:/dev/video0; idle until the device is set up
                          csi:rpicam, csi:jetson   the camera port of a Raspberry Pi or a Jetson
                          auto        what was chosen at the console, else the first camera that gives pictures
                          rtsp://…, http(s)://…    a network camera, read by a program of its own
                          @FILE       the same, its address with the password in a file of mode 600
  --microphone SOUND    none, alsa or alsa:DEVICE, source (the sound of what is watched), a file, or auto:
                        what was chosen at the console (default: a synthetic talk with the demo, auto with auto)
  --list-sources        list what can be watched and heard on this machine, and end
  --state DIR           where settings, ledger, outbox and users are kept (default: .roomtone)
  --broker URL          an MQTT broker of yours, mqtt:// or mqtts:// (default: an embedded one on 127.0.0.1)
  --mqtt-port PORT      port of the embedded broker, 0 for any free one (default: 1883)
  --console-port PORT   port of the console, 0 for any free one (default: 8443)
  --host ADDRESS        where the console listens: 0.0.0.0 for phones in the same network (default: 127.0.0.1)
  --kiosk ADDRESS,…     displays that may show /kiosk beside the device's own, by IP address
  --certificate FILE, --certificate-key FILE
                        PEM files of a certificate of yours for the console, read again as they are renewed
  --exit-after SECONDS  stop cleanly after this long
  --json                print one JSON object a line instead of words
  --log-level LEVEL     ${LOG_LEVELS.join(', ')} (default: warn)
  --models DIR          where built models are (default: .cache/models)
  --help                this text

Exit codes: 0 stopped as asked, 64 wrong usage, 66 source not found or without video, 69 a tool, model or port is not
available, 70 a fault of Roomtone, 73 state folder cannot be written, 74 state damaged, 78 state of another version.
`;

const OPTIONS = {
  source: { type: 'string', default: 'demo' },
  microphone: { type: 'string' },
  state: { type: 'string', default: '.roomtone' },
  broker: { type: 'string' },
  'mqtt-port': { type: 'string', default: '1883' },
  'console-port': { type: 'string', default: '8443' },
  host: { type: 'string', default: '127.0.0.1' },
  kiosk: { type: 'string', default: '' },
  certificate: { type: 'string' },
  'certificate-key': { type: 'string' },
  'exit-after': { type: 'string' },
  json: { type: 'boolean', default: false },
  'log-level': { type: 'string', default: 'warn' },
  models: { type: 'string' },
  'list-sources': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws RoomtoneError `USAGE` */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = parseValues(args);
  return {
    source: values.source,
    microphone: values.microphone ?? null,
    stateFolder: resolve(values.state),
    mqttPort: integer('--mqtt-port', values['mqtt-port'], 0, 65_535),
    consolePort: integer('--console-port', values['console-port'], 0, 65_535),
    host: listenHost(values.host),
    kiosk: kioskAddresses(values.kiosk),
    ...certificateFiles(values.certificate, values['certificate-key']),
    brokerUrl: values.broker === undefined ? null : brokerUrl(values.broker),
    exitAfterSeconds:
      values['exit-after'] === undefined ? null : integer('--exit-after', values['exit-after'], 1, 31_536_000),
    json: values.json,
    modelsFolder: values.models === undefined ? null : resolve(values.models),
    logLevel: logLevel(values['log-level']),
    listSources: values['list-sources'],
    help: values.help,
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw usage(messageOf(error).replace(/\.? To specify.*$/s, ''), error);
  }
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usage(`${name} takes a whole number from ${min} to ${max}, not '${text}'`);
}

function listenHost(text: string): string {
  if (text === 'localhost' || isIP(text) !== 0) return text;
  throw usage(`--host takes an IP address of this machine, or 0.0.0.0 for all, not '${text}'`);
}

function kioskAddresses(text: string): readonly string[] {
  const addresses = text.split(',').filter((address) => address !== '');
  for (const address of addresses) {
    if (isIP(address) === 0) throw usage(`--kiosk takes IP addresses parted by commas, not '${address}'`);
  }
  return addresses;
}

function certificateFiles(certificate: string | undefined, key: string | undefined) {
  if ((certificate === undefined) !== (key === undefined)) {
    throw usage('--certificate and --certificate-key belong together');
  }
  const absolute = (path: string | undefined) => (path === undefined ? null : resolve(path));
  return { certificate: absolute(certificate), certificateKey: absolute(key) };
}

const BROKER_PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

function brokerUrl(text: string): string {
  if (URL.canParse(text) && BROKER_PROTOCOLS.includes(new URL(text).protocol)) return text;
  throw usage('--broker takes a URL such as mqtt://broker.example:1883'); // what was given may hold a password
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw usage(`--log-level takes one of ${LOG_LEVELS.join(', ')}, not '${text}'`);
}

const usage = (message: string, cause?: unknown) =>
  new RoomtoneError('USAGE', message, 'See `npm start -- --help`.', { cause });
