// Debian's RabbitMQ as a child of a test: its MQTT plugin on a loopback port, all state in a scratch folder, with an
// Erlang port mapper of its own that ends with it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../integration/link/mosquitto.ts';

const LIBRARY = '/usr/lib/rabbitmq/lib';
export const RABBIT_LOGIN = { username: 'lab.room-1', password: 'the password of a test' } as const;

/** Folder of its commands. */
async function commandsFolder(): Promise<string> {
  const names = await readdir(LIBRARY).catch(() => []);
  const name = names.find((found) => found.startsWith('rabbitmq_server-'));
  if (name === undefined) throw new Error('Debian’s rabbitmq-server is missing: run `provisioning/prepare long`');
  return join(LIBRARY, name, 'sbin');
}

export class RabbitMq {
  readonly port: number;
  readonly #commands: string;
  readonly #folder: string;
  readonly #ports: { readonly mapper: number; readonly distribution: number };
  #child: ChildProcess | undefined;
  #mapper: ChildProcess | undefined;
  output = '';

  private constructor(commands: string, folder: string, ports: readonly number[]) {
    this.#commands = commands;
    this.#folder = folder;
    this.port = ports[0] ?? 0;
    this.#ports = { mapper: ports[1] ?? 0, distribution: ports[2] ?? 0 };
  }

  static async make(): Promise<RabbitMq> {
    const commands = await commandsFolder();
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-rabbitmq-'));
    await mkdir(join(folder, 'home'), { mode: 0o700 });
    const rabbit = new RabbitMq(commands, folder, [await freePort(), await freePort(), await freePort()]);
    await writeFile(join(folder, 'rabbitmq.conf'), rabbit.#configuration());
    await writeFile(join(folder, 'enabled_plugins'), '[rabbitmq_mqtt].\n');
    return rabbit;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#mapper ??= spawn('epmd', ['-address', '127.0.0.1', '-port', String(this.#ports.mapper)], { stdio: 'ignore' });
    const child = spawn(join(this.#commands, 'rabbitmq-server'), [], { env: this.#environment(), detached: true });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    const from = this.output.length;
    for (let second = 0; second < 180; second += 1) {
      if (this.output.includes('completed with', from)) return;
      if (child.exitCode !== null) throw new Error(`RabbitMQ ended: ${this.output}`);
      await delay(1_000);
    }
    throw new Error(`RabbitMQ does not come up: ${this.output}`);
  }

  /** One order to the running node. */
  async order(...words: readonly string[]): Promise<void> {
    await promisify(execFile)(join(this.#commands, 'rabbitmqctl'), [...words], { env: this.#environment() });
  }

  /** The shell that started it and Erlang under it are one group of their own. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    process.kill(-child.pid, signal);
    await exited;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    this.#mapper?.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #configuration(): string {
    return [
      'listeners.tcp = none',
      `mqtt.listeners.tcp.1 = 127.0.0.1:${this.port}`,
      'mqtt.allow_anonymous = false',
      'mqtt.subscription_ttl = 600000',
      'mqtt.prefetch = 20',
      `default_user = ${RABBIT_LOGIN.username}`,
      `default_pass = ${RABBIT_LOGIN.password}`,
      'distribution.listener.interface = 127.0.0.1',
      `distribution.listener.port_range.min = ${this.#ports.distribution}`,
      `distribution.listener.port_range.max = ${this.#ports.distribution}`,
      '',
    ].join('\n');
  }

  #environment(): NodeJS.ProcessEnv {
    const below = (name: string) => join(this.#folder, name);
    return {
      ...process.env,
      HOME: below('home'),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(this.#ports.mapper),
      RABBITMQ_NODENAME: 'roomtone@localhost',
      RABBITMQ_MNESIA_BASE: below('mnesia'),
      RABBITMQ_LOG_BASE: below('log'),
      RABBITMQ_CONFIG_FILE: below('rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: below('enabled_plugins'),
      RABBITMQ_FEATURE_FLAGS_FILE: below('feature_flags'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_PID_FILE: below('pid'),
    };
  }
}
