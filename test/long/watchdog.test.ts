import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeIdentity } from '../../device/runtime/identity-file.ts';
import { PROJECT } from '../fixtures/appliance.ts';
import { until } from '../fixtures/capture/ports.ts';
import { listenAsSystemd, type NotifySocket } from '../fixtures/runtime/notify-socket.ts';

const WATCHDOG_MS = 1_000;

let folder: string;
let systemd: NotifySocket;
let program: ChildProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-watchdog-'));
  await writeIdentity(join(folder, 'state'), { v: 1, site: 'home', device: 'rt-watchdog' });
  await writeFile(join(folder, 'address'), 'rtsp://127.0.0.1:9/\n', { mode: 0o600 });
  systemd = await listenAsSystemd(join(folder, 'notify'));
});
afterEach(async () => {
  if (program.exitCode === null && program.signalCode === null) {
    program.kill('SIGKILL');
    await once(program, 'exit');
  }
  systemd.close();
  await rm(folder, { recursive: true, force: true });
});

const signs = () => systemd.said.filter((line) => line.includes('WATCHDOG=1')).length;

function argsOf(name: string): readonly string[] {
  const places = ['--state', join(folder, 'state'), '--run', join(folder, 'run')];
  switch (name) {
    case 'device/sense':
      return [...places, '--models', join(PROJECT, '.cache/models'), '--source', 'v4l2:/dev/video99'];
    case 'device/link':
      return [...places, '--broker', 'mqtt://127.0.0.1:9'];
    case 'console':
      return [...places, '--port', '0'];
    default:
      return ['--socket', join(folder, 'camera'), '--address-file', join(folder, 'address')];
  }
}

it.each(['device/sense', 'device/link', 'console', 'device/capture'])(
  'S8: %s tells systemd that it is ready, alive while its loop turns, and stopping',
  async (name) => {
    program = spawn(process.execPath, [join(PROJECT, 'dist', name, 'main.js'), ...argsOf(name)], {
      stdio: 'ignore',
      env: { ...process.env, NOTIFY_SOCKET: systemd.path, WATCHDOG_USEC: `${WATCHDOG_MS * 1_000}` },
    });
    await until('it is ready and alive', () => signs() > 1, 60_000);
    expect(systemd.said[0]).toBe('READY=1 STATUS=ready');
    program.kill('SIGSTOP');
    await delay(300); // what was on its way arrives
    const before = signs();
    await delay(WATCHDOG_MS);
    expect(signs()).toBe(before);
    program.kill('SIGCONT');
    await until('it is alive again', () => signs() > before);
    program.kill('SIGTERM');
    await once(program, 'exit');
    await until('it said that it stops', () => systemd.said.includes('STOPPING=1 STATUS=stopping'));
  },
);
