import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { DurableFile } from '../../../device/runtime/durable-file.ts';
import {
  CONFIGURATION_VERSION,
  type ConfigurationOutcome,
  configurationFileSchema,
  configurationHistorySchema,
  configurationOutcomeSchema,
  configurationResponseSchema,
  DEFAULT_CONFIGURATION,
} from '../../../shared/link-configuration.ts';
import { configTopic, deviceFilter } from '../../../shared/topics.ts';
import { Consumer, until } from '../../integration/link/consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from '../../integration/link/link-child.ts';
import { freePort, Mosquitto } from '../../integration/link/mosquitto.ts';
import { ownedThings } from '../../integration/link/owned.ts';

const owned = ownedThings();
const run = promisify(execFile);
const NOWHERE = 'mqtt://127.0.0.1:1';

async function startLink(prepare: (state: string) => Promise<void> = async () => {}, broker = NOWHERE) {
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  await prepare(folders.state);
  const link = owned(new LinkChild({ ...folders, broker }), (child) => child.stop());
  await link.start();
  return { link, folders, settingsPath: join(folders.state, 'link', 'settings.json') };
}

const read = (link: LinkChild) => link.ask('/v1/configuration', configurationResponseSchema);
const history = async (link: LinkChild) =>
  (await link.ask('/v1/configuration/history', configurationHistorySchema)).revisions;
const change = (link: LinkChild, revision: number, settings: object): Promise<ConfigurationOutcome> =>
  link.ask('/v1/configuration', configurationOutcomeSchema, 'PATCH', { revision, by: 'admin', settings });
const post = <T>(link: LinkChild, tail: string, response: z.ZodType<T>, body: object): Promise<T> =>
  link.ask(`/v1/configuration/${tail}`, response, 'POST', { by: 'admin', ...body });

describe('the configuration at the local API', () => {
  it('is described key by key, changed by patch and by put, and kept over a restart', async () => {
    const { link } = await startLink();
    const first = await read(link);
    expect(first).toMatchObject({ revision: 0, settings: DEFAULT_CONFIGURATION, needsRestart: [], problem: null });
    expect(first.schema).toMatchObject({
      properties: { healthSeconds: { minimum: 15, maximum: 3_600, default: 60, title: 'Health', remote: true } },
    });
    await change(link, 0, { healthSeconds: 30, publicationSpreadSeconds: 10 });
    const settings = { ...DEFAULT_CONFIGURATION, healthSeconds: 45, publicationSpreadSeconds: 10 };
    await link.ask('/v1/configuration', configurationOutcomeSchema, 'PUT', { revision: 1, by: 'admin', settings });
    expect(await read(link)).toMatchObject({ revision: 2, settings, needsRestart: ['publicationSpreadSeconds'] });
    await link.stop('SIGKILL');
    await link.start();
    expect(await read(link)).toMatchObject({ revision: 2, settings, needsRestart: [] });
  });

  it('refuses an edit of what has changed meanwhile, and says what is wrong key by key', async () => {
    const { link } = await startLink();
    await change(link, 0, { healthSeconds: 30 });
    await expect(change(link, 0, { healthSeconds: 40 })).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
    const wrong = { healthSeconds: 1, k: 1, brokerUrl: 'mqtt://user:secret@broker.example', logLevel: 'debug' };
    const outcome = await change(link, 1, wrong);
    expect(outcome).toMatchObject({ outcome: 'refused' });
    const errors = outcome.outcome === 'refused' ? outcome.errors : [];
    expect(errors.map(({ key, code }) => [key, code])).toEqual([
      ['healthSeconds', 'INVALID_VALUE'],
      ['k', 'UNKNOWN_KEY'],
      ['brokerUrl', 'INVALID_VALUE'],
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret');
    const put = { revision: 1, by: 'admin', settings: { healthSeconds: 30 } };
    const partly = await link.ask('/v1/configuration', configurationOutcomeSchema, 'PUT', put);
    expect(partly.outcome === 'refused' && partly.errors.every(({ code }) => code === 'MISSING_KEY')).toBe(true);
    expect(await read(link)).toMatchObject({ revision: 1, settings: { healthSeconds: 30, logLevel: 'info' } });
  });

  it('remembers who changed what, undoes it, and forgets what is older than fifty revisions', async () => {
    const { link } = await startLink();
    await change(link, 0, { healthSeconds: 30 });
    await change(link, 1, { healthSeconds: 45, keepAliveSeconds: 60 });
    expect((await history(link))[0]).toMatchObject({
      revision: 2,
      by: 'admin',
      act: 'change',
      changes: [
        { key: 'keepAliveSeconds', from: 30, to: 60 },
        { key: 'healthSeconds', from: 30, to: 45 },
      ],
    });
    await post(link, 'restore', configurationOutcomeSchema, { revision: 2, to: 1 });
    expect(await read(link)).toMatchObject({ revision: 3, settings: { healthSeconds: 30, keepAliveSeconds: 30 } });
    for (let revision = 3; revision < 53; revision += 1) await change(link, revision, { healthSeconds: 60 + revision });
    expect((await history(link)).map(({ revision }) => revision)).toEqual(Array.from({ length: 50 }, (_, i) => 53 - i));
    const forgotten = post(link, 'restore', configurationOutcomeSchema, { revision: 53, to: 2 });
    await expect(forgotten).rejects.toMatchObject({ code: 'REVISION_UNKNOWN' });
  });

  it('is exported without secrets and imported elsewhere, also out of an older release, never out of a newer one', async () => {
    const { link, folders } = await startLink();
    await mkdir(join(folders.state, 'link', 'broker'), { recursive: true });
    await writeFile(join(folders.state, 'link', 'broker', 'password'), 'a secret', { mode: 0o600 });
    await change(link, 0, { brokerUrl: 'mqtts://broker.example:8883' });
    const file = await link.ask('/v1/configuration/export', configurationFileSchema);
    expect(JSON.stringify(file)).not.toContain('a secret');
    const { link: other } = await startLink();
    await post(other, 'import', configurationOutcomeSchema, { revision: 0, file });
    expect((await read(other)).settings).toEqual((await read(link)).settings);
    const older = { ...file, v: 1, settings: { logLevel: 'warn', healthSeconds: 20 } };
    await post(other, 'import', configurationOutcomeSchema, { revision: 1, file: older });
    expect((await read(other)).settings).toEqual({ ...DEFAULT_CONFIGURATION, logLevel: 'warn', healthSeconds: 20 });
    const newer = post(other, 'import', configurationOutcomeSchema, { revision: 2, file: { ...file, v: 99 } });
    await expect(newer).rejects.toMatchObject({ code: 'CONFIGURATION_VERSION_NEW' });
  });

  it('moves to another broker at once, and tells the fleet manager what holds', async () => {
    const { link } = await startLink();
    const mosquitto = owned(new Mosquitto(await freePort()), (broker) => broker.remove());
    await mosquitto.start();
    const consumer = owned(await Consumer.open(mosquitto.url, deviceFilter(IDENTITY)), (own) => own.close());
    await change(link, 0, { brokerUrl: mosquitto.url });
    await until(
      () => consumer.of('/config/reported').length > 0,
      () => link.output,
    );
    await change(link, 1, { healthSeconds: 33 });
    await until(() => consumer.of('/config/reported').at(-1)?.['revision'] === 2);
    expect(consumer.of('/config/reported').at(-1)).toMatchObject({ settings: { healthSeconds: 33 } });
    const desired = { v: 1, revision: 3, settings: { brokerUrl: 'mqtt://127.0.0.1:2' } };
    await consumer.publish(configTopic(IDENTITY, 'desired'), JSON.stringify(desired));
    await until(() => consumer.of('/config/reported').at(-1)?.['refused'] !== null);
    expect((await read(link)).settings.brokerUrl).toBe(mosquitto.url);
  });
});

const version1 = JSON.stringify({ v: 1, revision: 7, settings: { logLevel: 'debug', healthSeconds: 120 } });

describe('the configuration on the disk', () => {
  it('L8: of the first version is migrated, and the old file is kept', async () => {
    const { link, settingsPath } = await startLink((state) =>
      new DurableFile(join(state, 'link', 'settings.json')).write(version1),
    );
    const settings = { ...DEFAULT_CONFIGURATION, logLevel: 'debug', healthSeconds: 120 };
    expect(await read(link)).toMatchObject({ revision: 7, settings, problem: null });
    expect(await new DurableFile(`${settingsPath}.v1`).read()).toBe(version1);
    expect(JSON.parse((await new DurableFile(settingsPath).read()) ?? '')).toMatchObject({
      v: CONFIGURATION_VERSION,
      settings,
    });
  });

  it('of a newer version is never overwritten: link runs on its defaults and says so', async () => {
    const newer = JSON.stringify({ v: 99, revision: 7, settings: { colour: 'blue' } });
    const { link, settingsPath } = await startLink((state) =>
      new DurableFile(join(state, 'link', 'settings.json')).write(newer),
    );
    const raw = await readFile(settingsPath, 'utf8');
    expect(await read(link)).toMatchObject({ settings: DEFAULT_CONFIGURATION, problem: { code: 'STATE_VERSION_NEW' } });
    expect(await change(link, 0, { healthSeconds: 30 })).toMatchObject({ outcome: 'applied' });
    expect((await read(link)).problem).toMatchObject({
      code: 'STATE_VERSION_NEW',
      hint: expect.stringMatching(/Update/),
    });
    await link.stop();
    expect(await readFile(settingsPath, 'utf8')).toBe(raw);
    expect((await readdir(join(settingsPath, '..'))).filter((name) => name.startsWith('settings'))).toEqual([
      'settings.json',
    ]);
  });

  it('that is damaged in both generations is put aside, and factory settings hold', async () => {
    const { link, settingsPath } = await startLink(async (state) => {
      await mkdir(join(state, 'link'), { recursive: true });
      await writeFile(join(state, 'link', 'settings.json'), 'torn');
    });
    expect((await read(link)).settings).toEqual(DEFAULT_CONFIGURATION);
    expect(await readFile(`${settingsPath}.damaged`, 'utf8')).toBe('torn');
    await change(link, 0, { healthSeconds: 30 });
    expect(await read(link)).toMatchObject({ revision: 1, problem: null });
  });
});

/** Mounts a file system of memory below the state folder, as root can. */
async function mountOn(path: string, options: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  owned(path, () => run('umount', [path]));
}

describe.runIf(process.getuid?.() === 0)('a real file system that takes nothing', () => {
  it('L9: full: configuration and windows hold in memory, health and an event say so, and the disk is used again', async () => {
    const mosquitto = owned(new Mosquitto(await freePort()), (broker) => broker.remove());
    await mosquitto.start();
    const consumer = owned(await Consumer.open(mosquitto.url, deviceFilter(IDENTITY)), (own) => own.close());
    const { link, folders } = await startLink(async (state) => {
      await mountOn(join(state, 'link'), 'size=64k');
      await writeFile(join(state, 'link', 'filler'), Buffer.alloc(60 * 1024));
      await writeFile(join(state, 'link', 'filler-2'), Buffer.alloc(64 * 1024)).catch(() => {});
    }, mosquitto.url);
    expect(await change(link, 0, { healthSeconds: 15 })).toMatchObject({
      outcome: 'applied',
      configuration: { settings: { healthSeconds: 15 }, problem: { code: 'STATE_UNWRITABLE' } },
    });
    await until(
      () => consumer.of('/event/configuration-degraded').length > 0,
      () => link.output,
    );
    await until(() => consumer.of('/health').some((health) => isDegraded(health)), undefined, 40_000);
    expect(link.isRunning).toBe(true);
    await run('rm', [join(folders.state, 'link', 'filler'), join(folders.state, 'link', 'filler-2')]);
    await change(link, 1, { healthSeconds: 20 });
    expect((await read(link)).problem).toBeNull();
    await link.stop();
    await link.start();
    expect((await read(link)).settings.healthSeconds).toBe(20);
  });

  it('L9: read-only: what was saved holds, changes hold until the next start, and link stays up', async () => {
    const { link, folders } = await startLink(async (state) => {
      await mountOn(join(state, 'link'), 'size=1m');
      await new DurableFile(join(state, 'link', 'settings.json')).write(version1);
      await run('mount', ['-o', 'remount,ro', join(state, 'link')]);
    });
    expect(await read(link)).toMatchObject({ revision: 7, settings: { healthSeconds: 120 } });
    expect(await change(link, 7, { healthSeconds: 30 })).toMatchObject({
      configuration: { revision: 8, settings: { healthSeconds: 30 }, problem: { code: 'STATE_UNWRITABLE' } },
    });
    expect(link.output).toContain('configuration-degraded');
    await link.stop();
    await run('mount', ['-o', 'remount,rw', join(folders.state, 'link')]);
    await link.start();
    expect(await read(link)).toMatchObject({ revision: 7, settings: { healthSeconds: 120 }, problem: null });
  });
});

const isDegraded = (health: Record<string, unknown>) =>
  (health['link'] as { configurationDegraded?: boolean } | undefined)?.configurationDegraded === true;
