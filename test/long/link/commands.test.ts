import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName, commandResponseSchema } from '../../../shared/commands.ts';
import { reportedSchema } from '../../../shared/link-settings.ts';
import { healthSchema } from '../../../shared/messages.ts';
import { commandTopic, configTopic } from '../../../shared/topics.ts';
import { type Consumer, until } from '../../integration/link/consumer.ts';
import { IDENTITY, LinkChild } from '../../integration/link/link-child.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { startRoom } from '../../integration/link/room.ts';

const owned = ownedThings();

async function startAll() {
  const { mosquitto, folders, consumer } = await startRoom(owned);
  const link = owned(new LinkChild({ ...folders, broker: mosquitto.url }), (child) => child.stop());
  await link.start();
  await until(
    () => consumer.of('/config/reported').length > 0,
    () => link.output,
  );
  await until(async () => (await link.status()).broker.connected);
  await delay(300);
  return { consumer, link, folders };
}

const request = (id: string = randomUUID(), args: object = {}) => ({
  id,
  issuedAt: new Date(Date.now() - 1_000).toISOString(),
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  args,
});

/** The reply to `id`, as text. */
async function ask(consumer: Consumer, name: string, text: string, id: string | null): Promise<readonly string[]> {
  const replies = () =>
    consumer.messages
      .filter(({ topic }) => topic === commandTopic(IDENTITY, name, 'res'))
      .map((message) => message.text)
      .filter((reply) => commandResponseSchema.parse(JSON.parse(reply)).id === id);
  const before = replies().length;
  await consumer.publish(commandTopic(IDENTITY, name, 'req'), text);
  await until(() => replies().length > before);
  return replies();
}

const codeOf = (text: string | undefined) => commandResponseSchema.parse(JSON.parse(text ?? '')).code;

describe('commands over MQTT', () => {
  it('L7: each command of the list is answered, and none of them touches privacy or preview', async () => {
    const { consumer } = await startAll();
    const args: Partial<Record<CommandName, object>> = { 'log.level': { level: 'warn' } };
    for (const name of COMMANDS.filter((command) => command !== 'restart')) {
      const id = randomUUID();
      const [reply] = await ask(consumer, name, JSON.stringify(request(id, args[name])), id);
      const expected = name.startsWith('update.') ? 'NOT_AVAILABLE' : null;
      expect([name, codeOf(reply)]).toEqual([name, expected]);
    }
    expect(COMMANDS.filter((command) => /preview|privacy|epsilon|cohort|claim|notice/.test(command))).toEqual([]);
    await until(() => consumer.of('/event/identify').length === 1);
    expect(consumer.of('/birth').length).toBeGreaterThan(1);
  });

  it('L7: unknown, malformed, oversized, expired and mistaken requests are refused with a code, and nothing happens', async () => {
    const { consumer, link } = await startAll();
    const births = consumer.of('/birth').length;
    const id = randomUUID();
    const cases = [
      ['preview.open', JSON.stringify(request(id)), id, 'UNKNOWN_COMMAND'],
      ['rebirth', 'not json', null, 'MALFORMED'],
      ['rebirth', 'x'.repeat(9_000), null, 'OVERSIZED'],
      ['rebirth', JSON.stringify({ ...request(id), expiresAt: new Date(Date.now() - 1).toISOString() }), id, 'EXPIRED'],
      ['rebirth', JSON.stringify(request(id, { loud: true })), id, 'ARGUMENTS_INVALID'],
    ] as const;
    for (const [name, text, replyId, code] of cases) {
      expect([name, codeOf((await ask(consumer, name, text, replyId)).at(-1))]).toEqual([name, code]);
    }
    expect(consumer.of('/birth').length).toBe(births);
    expect(link.isRunning).toBe(true);
    await until(() => consumer.of('/event/command-refused').length === 1);
  });

  it('L7: a replayed command is not executed again, not even after a restart, and gets its first reply', async () => {
    const { consumer, link, folders } = await startAll();
    const id = randomUUID();
    const text = JSON.stringify(request(id));
    const atFirst = consumer.of('/birth').length;
    const first = await ask(consumer, 'rebirth', text, id);
    await until(() => consumer.of('/birth').length > atFirst);
    const second = await ask(consumer, 'rebirth', text, id);
    expect(second).toEqual([first[0], first[0]]);
    const beforeKill = consumer.of('/birth').length;
    await link.stop('SIGKILL');
    await link.start();
    await until(() => consumer.of('/birth').length > beforeKill);
    await delay(500); // another follows when sense is reached
    const births = consumer.of('/birth').length;
    expect((await ask(consumer, 'rebirth', text, id)).at(-1)).toBe(first[0]);
    await delay(200);
    expect(consumer.of('/birth').length).toBe(births);
    expect(await readFile(`${folders.state}/link/commands.json`, 'utf8')).toContain(id);
  });

  it('L7: a flood is refused and counted, and link goes on', async () => {
    const { consumer, link } = await startAll();
    const topic = commandTopic(IDENTITY, 'doctor', 'req');
    for (let index = 0; index < 60; index += 1) await consumer.publish(topic, JSON.stringify(request()));
    const replies = () => consumer.of('/cmd/doctor/res').map((reply) => reply['code']);
    await until(() => replies().length >= 50);
    expect(replies().filter((code) => code === null).length).toBeLessThanOrEqual(25);
    expect(replies()).toContain('RATE_LIMITED');
    const refused = replies().filter((code) => code !== null).length;
    const { commandsRefused } = (await link.ask('/v1/health', healthSchema)).link;
    expect(commandsRefused).toBeGreaterThanOrEqual(refused);
    expect(commandsRefused).toBeLessThanOrEqual(60);
    expect((await link.status()).broker.connected).toBe(true);
  });

  it('restart answers first, and then ends link with exit code 0', async () => {
    const { consumer, link } = await startAll();
    const id = randomUUID();
    const [reply] = await ask(consumer, 'restart', JSON.stringify(request(id)), id);
    expect(codeOf(reply)).toBeNull();
    expect(await link.untilEnd()).toBe(0);
  });
});

describe('the configuration shadow', () => {
  it('applies what is desired, reports it with its revision, and keeps it over a restart', async () => {
    const { consumer, link } = await startAll();
    const reported = () => consumer.of('/config/reported').map((message) => reportedSchema.parse(message));
    expect(reported()[0]).toMatchObject({ revision: 0, settings: { healthSeconds: 60 }, refused: null });
    const desire = (revision: number, settings: object) =>
      consumer.publish(configTopic(IDENTITY, 'desired'), JSON.stringify({ v: 1, revision, settings }), true);
    await desire(1, { healthSeconds: 30 });
    await until(() => reported().some(({ revision }) => revision === 1));
    await desire(2, { healthSeconds: 45, k: 1 });
    await until(() => reported().some(({ refused }) => refused?.revision === 2));
    expect(reported().at(-1)).toMatchObject({ revision: 1, settings: { healthSeconds: 30 } });
    await until(() => consumer.of('/birth').some((birth) => birth['configRevision'] === 1));
    await link.stop();
    await link.start();
    await until(async () => (await link.status()).broker.connected);
    const report = await ask(consumer, 'config.get', JSON.stringify(request('after-restart')), 'after-restart');
    expect(JSON.parse(report[0] ?? '')).toMatchObject({ result: { revision: 1, settings: { healthSeconds: 30 } } });
  });
});
