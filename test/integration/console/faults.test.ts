import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorHandler } from '../../../console/error-answer.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import { RoomtoneError } from '../../../shared/errors.ts';
import { type InjectedConsole, injectConsole } from '../../fixtures/console/injected-console.ts';

const PATHS = /(\/[\w.-]+){2,}|roomtone-console-|ENOENT|ECONN/;

describe('faults of other programs', () => {
  let device: InjectedConsole;
  let admin: string;
  let sense: SocketServer | undefined;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
  });
  afterEach(async () => {
    await device.stop();
    await sense?.stop();
    sense = undefined;
  });

  async function startSense(answer: () => unknown): Promise<void> {
    const socketPath = socketPaths(device.folders.run).control;
    const routes: ConstructorParameters<typeof SocketServer>[0]['routes'] = (app) => {
      app.get('/v1/privacy', async () => answer());
      app.put('/v1/preview', async () => ({}));
    };
    sense = new SocketServer({ name: 'control', socketPath, log: createLog('test', 'silent'), routes });
    await sense.start();
  }
  const privacy = () => device.ask('GET', '/api/privacy', { cookie: admin });

  it('C11: a program that does not answer is named without any path of the device', async () => {
    for (const path of ['/api/privacy', '/api/windows']) {
      const { status, text, json } = await device.ask('GET', path, { cookie: admin });
      expect([path, status, json.code]).toEqual([path, 503, 'SOCKET_UNREACHABLE']);
      expect([path, PATHS.exec(`${json.message} ${json.hint}`)?.[0]]).toEqual([path, undefined]);
      expect(text).not.toContain(device.folders.root);
    }
  });

  it('C11: a full disk and a damaged file of another program are told without their paths', async () => {
    for (const [code, status] of [
      ['STATE_UNWRITABLE', 507],
      ['STATE_CORRUPT', 500],
    ] as const) {
      await startSense(() => {
        throw new RoomtoneError(code, 'cannot write /var/lib/roomtone/sense/x.json', 'Look at /var/lib/roomtone.');
      });
      const answer = await privacy();
      expect([answer.status, answer.json.code]).toEqual([status, code]);
      expect(answer.text).not.toContain('/var/lib');
      await sense?.stop();
    }
  });

  it('C11: a fault of sense is 502, not the fault of who asks; so is an answer that no contract knows', async () => {
    await startSense(() => {
      throw new Error('a secret detail');
    });
    expect(await privacy()).toMatchObject({ status: 502, json: { code: 'INTERNAL' } });
    await sense?.stop();
    await startSense(() => ({ not: 'the settings' }));
    expect(await privacy()).toMatchObject({ status: 502, json: { code: 'SOCKET_ANSWER_INVALID' } });
  });

  it('C11: a refusal of sense keeps its code and is no fault', async () => {
    await startSense(() => {
      throw new RoomtoneError('CONTEXT_FIXED', 'this device was claimed', 'Reset it.');
    });
    expect(await privacy()).toMatchObject({ status: 409, json: { code: 'CONTEXT_FIXED', hint: 'Reset it.' } });
  });

  it('C12: a sense that hangs holds up nothing that does not ask it', async () => {
    await startSense(() => new Promise(() => {}));
    const hanging = Array.from({ length: 4 }, privacy);
    const startMs = performance.now();
    const done = await device.ask('PUT', '/api/preview', { cookie: admin, body: { enabled: false } });
    expect(done.status).toBe(200);
    expect(performance.now() - startMs).toBeLessThan(1_500);
    expect(new Set((await Promise.all(hanging)).map(({ status }) => status))).toEqual(new Set([503]));
  });
});

describe('the error handler', () => {
  it('C13: logs what is a fault, and not what is a refusal', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const handle = errorHandler(log);
    const reply = { header: () => reply, status: () => reply, type: () => reply };
    const request = { routeOptions: { url: '/api/x' } };
    const answer = (code: string) => handle(new RoomtoneError(code, 'said', ''), request as never, reply as never);
    await answer('FORBIDDEN');
    await answer('CONTEXT_FIXED');
    expect(lines).toEqual([]);
    for (const code of ['INTERNAL', 'HTTP_500', 'STATE_CORRUPT', 'SOCKET_ANSWER_INVALID']) await answer(code);
    expect(lines).toHaveLength(4);
  });
});
