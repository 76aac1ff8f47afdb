import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../integration/link/consumer.ts';
import { IDENTITY, LinkChild } from '../../integration/link/link-child.ts';
import { ownedThings } from '../../integration/link/owned.ts';
import { startRoom } from '../../integration/link/room.ts';
import { makeRelease } from '../../integration/link/sense-double.ts';

const owned = ownedThings();
const { device } = IDENTITY;

/** Runs a command with these calls failing on all that link keeps. */
function failing(state: string, calls: string, error: string): readonly string[] {
  const link = join(state, 'link');
  const journals = [link, join(link, 'events')].flatMap((folder) => [
    folder,
    join(folder, 'journal'),
    join(folder, 'journal', '000000000000000.segment'),
    join(folder, 'cursor'),
  ]);
  const files = ['session.json', 'commands.json', 'settings.json'].map((name) => join(link, name));
  const paths = [...journals, ...files, ...files.map((file) => `${file}.temporary`)].flatMap((path) => ['-P', path]);
  const rules = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
  return ['strace', '-f', '-qq', '-o', '/dev/null', ...paths, ...rules];
}

describe('a disk that refuses', () => {
  it.each([
    ['ENOSPC', 'write,pwrite64'],
    ['EIO', 'fsync,fdatasync'],
    ['EROFS', 'openat,mkdir,rename'],
  ])('L9: with %s on %s link runs in memory, says so, and sense keeps what is not published', async (error, calls) => {
    const { mosquitto, folders, sense, consumer } = await startRoom(owned);
    const under = failing(folders.state, calls, error);
    const link = owned(new LinkChild({ ...folders, broker: mosquitto.url, under }), (child) => child.stop());
    await link.start();
    sense.release(...[0, 1, 2].map((seq) => makeRelease({ device, seq })));
    await until(
      () => consumer.windowCount === 3,
      () => link.output,
      30_000,
    );
    await until(() => sense.pending.length === 0, undefined, 30_000);
    await until(() => consumer.of('/health').length > 0);
    expect(consumer.of('/health').at(-1)).toMatchObject({ link: { outboxDegraded: true } });
    expect(link.output).toContain('the disk refuses');
    expect(link.isRunning).toBe(true);
    await until(
      () => consumer.of('/event/outbox-degraded').length === 1,
      () => link.output,
    );
  });

  it('L9: without a broker what the disk refuses stays with sense, and is written once the disk takes it', async () => {
    const { folders, sense, mosquitto, consumer } = await startRoom(owned);
    const under = failing(folders.state, 'pwrite64', 'ENOSPC');
    const full = owned(new LinkChild({ ...folders, broker: 'mqtt://127.0.0.1:1', under }), (child) => child.stop());
    await full.start();
    sense.release(...[0, 1, 2].map((seq) => makeRelease({ device, seq })));
    await until(async () => (await full.status()).outbox.depth === 3);
    expect(sense.acknowledged).toEqual([]);
    await full.stop('SIGKILL');
    const link = owned(new LinkChild({ ...folders, broker: mosquitto.url }), (child) => child.stop());
    await link.start();
    await until(() => consumer.windowCount === 3);
    expect(sense.acknowledged).toEqual(['1/0', '1/1', '1/2']);
    expect((await link.windows()).map(({ seq }) => seq)).toEqual([2, 1, 0]);
  });
});
