// What a running process could let something out by, as the kernel tells it: files that it holds open for writing, and
// sockets of a network. Its children count too. Reads /proc alone; needs the process's own user, or root.
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface OpenEnds {
  readonly processes: number;
  readonly descriptors: number;
  /** Regular files open for writing outside the folders that are its own. */
  readonly strayFiles: readonly string[];
  /** Sockets of IP: TCP, UDP, raw. Unix sockets and pipes are no network. */
  readonly networkSockets: number;
  /** Whether each process may leave no core file. */
  readonly leavesNoCore: boolean;
}

const IP_TABLES = ['tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'udplite6', 'raw', 'raw6', 'icmp', 'icmp6'] as const;
const ACCESS_MODE = 0o3;

/** @param ownFolders where it may write @throws NodeJS.ErrnoException `ENOENT`, `EACCES` where the process is gone or another's */
export async function openEndsOf(pid: number, ownFolders: readonly string[]): Promise<OpenEnds> {
  const pids = await familyOf(pid);
  const own = ownFolders.map((folder) => resolve(folder));
  const looked = await Promise.all(pids.map((one) => endsOfOne(one, own).catch((error) => goneChild(error, one, pid))));
  const each = looked.filter((ends) => ends !== null);
  return {
    processes: each.length,
    descriptors: sum(each.map(({ descriptors }) => descriptors)),
    strayFiles: each.flatMap(({ strayFiles }) => strayFiles),
    networkSockets: sum(each.map(({ networkSockets }) => networkSockets)),
    leavesNoCore: each.every(({ leavesNoCore }) => leavesNoCore),
  };
}

/** A child may have ended since it was listed; then nothing is open in it. */
function goneChild(error: NodeJS.ErrnoException, child: number, parent: number): null {
  if (child !== parent && (error.code === 'ESRCH' || error.code === 'ENOENT')) return null;
  throw error;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

async function familyOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''));
  const children = (await Promise.all(lists)).flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  const families = children.map((child) => familyOf(child).catch(() => []));
  return [pid, ...(await Promise.all(families)).flat()];
}

async function endsOfOne(pid: number, ownFolders: readonly string[]): Promise<Omit<OpenEnds, 'processes'>> {
  const ipSockets = await ipSocketsOf(pid);
  const names = await readdir(`/proc/${pid}/fd`);
  const strayFiles: string[] = [];
  let networkSockets = 0;
  for (const name of names) {
    const target = await readlink(`/proc/${pid}/fd/${name}`).catch(() => '');
    if (ipSockets.has(target)) networkSockets += 1;
    const isOwn = ownFolders.some((folder) => target === folder || target.startsWith(`${folder}/`));
    if (target.startsWith('/') && !isOwn && (await isWritableFile(pid, name))) strayFiles.push(target);
  }
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
  const leavesNoCore = /^Max core file size +0 +0 /m.test(limits);
  return { descriptors: names.length, strayFiles, networkSockets, leavesNoCore };
}

/** As links read that belong to sockets of IP: `socket:[4711]`. */
async function ipSocketsOf(pid: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(
    IP_TABLES.map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  const inodes = tables.flatMap((table) =>
    table
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)[9]),
  );
  return new Set(inodes.filter((inode) => inode !== undefined).map((inode) => `socket:[${inode}]`));
}

/** Regular and open for more than reading (open(2), O_ACCMODE). Memory that has a name (memfd) is no file. */
async function isWritableFile(pid: number, descriptor: string): Promise<boolean> {
  try {
    const details = await readFile(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8');
    const flags = Number.parseInt(/^flags:\s+([0-7]+)/m.exec(details)?.[1] ?? '0', 8);
    const target = await readlink(join('/proc', `${pid}`, 'fd', descriptor));
    if ((flags & ACCESS_MODE) === 0 || target.startsWith('/memfd:')) return false;
    return (await stat(`/proc/${pid}/fd/${descriptor}`)).isFile();
  } catch {
    return false; // closed meanwhile
  }
}

/** The process that runs sense's program on `stateFolder`, or null. */
export async function senseOn(stateFolder: string): Promise<number | null> {
  const wanted = resolve(stateFolder);
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const words = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const isSense = words.some((word) => /device\/sense\/main\.[jt]s$/.test(word));
    const state = words[words.indexOf('--state') + 1];
    if (isSense && words.includes('--state') && state !== undefined && resolve(state) === wanted) return Number(name);
  }
  return null;
}
