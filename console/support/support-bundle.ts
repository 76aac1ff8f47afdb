// The support bundle: what somebody who helps from afar needs to know about the device, and nothing about the people who
// are in the room or look after it: no names, no addresses, no texts, no counts of people, no windows, no secrets.
import { statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg, type as osType, release, totalmem, uptime } from 'node:os';
import { projectVersion } from '../../device/runtime/project-folder.ts';
import { type SupportBundle, supportBundleSchema } from '../../shared/console-access.ts';
import type { StatusResponse, UserEntry } from '../../shared/console-api.ts';
import { type LogLine, logsResponseSchema } from '../../shared/log-lines.ts';
import type { PrivacySettings } from '../../shared/privacy-settings.ts';
import { notFound } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';

const ACTS = 200;
const LINES = 500;
const MEGABYTE = 2 ** 20;
const LOGS = { method: 'GET', path: `/v1/logs?level=warn&limit=${LINES}`, response: logsResponseSchema } as const;

/** Whoever does not answer is left out. @throws RoomtoneError `NOT_FOUND` before a certificate is shown */
export async function makeSupportBundle(parts: ConsoleParts): Promise<SupportBundle> {
  const [status, privacy, sense, link, reading] = await Promise.all([
    parts.upstream.status(),
    parts.upstream.privacy().catch(() => null),
    parts.upstream.askSense(LOGS).catch(() => null),
    parts.upstream.askLink(LOGS).catch(() => null),
    parts.audit.read(),
  ]);
  const certificate = parts.certificates.describe();
  if (certificate === null) throw notFound('certificate');
  const own = parts.logRing.read({ level: 'warn', search: '', limit: LINES, after: undefined });
  const { source, validFrom, validTo } = certificate;
  const users = parts.accounts.list().map((user) => ({ ...user, secondFactor: parts.secondFactor.isOn(user.name) }));
  return supportBundleSchema.parse({
    v: 1,
    made: new Date(parts.clock.wallMs()).toISOString(),
    versions: versions(),
    machine: await machineOf(parts.stateFolder),
    clock: parts.clock.state(),
    status: withoutPlaces(status),
    privacy: privacy === null ? null : withoutText(privacy),
    certificate: { source, validFrom, validTo },
    accounts: countsOf(users),
    audit: reading.entries.slice(-ACTS).map(({ seq, at, action }) => ({ seq, at, action })),
    logs: [sense, link, own].flatMap((answer) => answer?.lines ?? []).map((line) => cleaned(line, namesOf(users))),
  });
}

const versions = () => ({
  roomtone: projectVersion(import.meta.url),
  node: process.version,
  os: `${osType()} ${release()}`,
  arch: process.arch,
});

async function machineOf(stateFolder: string): Promise<SupportBundle['machine']> {
  const disk = await statfs(stateFolder).catch(() => null);
  return {
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / MEGABYTE),
    freeMemoryMb: Math.round(freemem() / MEGABYTE),
    uptimeSeconds: Math.round(uptime()),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    diskFreeMb: disk === null ? null : Math.round((disk.bavail * disk.bsize) / MEGABYTE),
  };
}

/** A clip's file name and a broker's host name may name somebody. */
function withoutPlaces({ sense, link }: StatusResponse): StatusResponse {
  return {
    sense:
      sense === null ? null : { ...sense, source: { ...sense.source, label: sense.source.live ? 'camera' : 'clip' } },
    link:
      link === null ? null : { ...link, broker: { ...link.broker, url: protocolOf(link.broker.url), reason: null } },
  };
}

const protocolOf = (url: string) => (URL.canParse(url) ? `${new URL(url).protocol}//` : '');

/** The legal basis is a text in the admin's words. */
function withoutText({ legalBasis: _text, ...settings }: PrivacySettings): Omit<PrivacySettings, 'legalBasis'> {
  return settings;
}

function countsOf(users: readonly UserEntry[]): SupportBundle['accounts'] {
  const count = (matches: (user: UserEntry) => boolean) => users.filter(matches).length;
  return {
    admins: count(({ role }) => role === 'admin'),
    viewers: count(({ role }) => role === 'viewer'),
    disabled: count(({ disabled }) => disabled),
    secondFactors: count(({ secondFactor }) => secondFactor),
  };
}

/** `admin` is the name of every first account, and a word of the log. */
const namesOf = (users: readonly UserEntry[]) => users.map(({ name }) => name).filter((name) => name !== 'admin');

/** Addresses of browsers and brokers, host names in URLs, and names of users are taken out of the lines. */
function cleaned(line: LogLine, names: readonly string[]): LogLine {
  const clean = (text: string) => {
    const bare = text
      .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"',)\]}]+/gi, '[address]')
      .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[address]')
      .replace(/\b(?:[0-9a-f]{1,4}:){2,7}[0-9a-f:]*\b/gi, '[address]')
      .replace(/\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)\b/gi, '[address]')
      .replace(/(?:\/[\w.@-]+){2,}/g, '[path]');
    return names.reduce(
      (left, name) => left.replaceAll(new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w.-])`, 'g'), '[user]'),
      bare,
    );
  };
  return { ...line, message: clean(line.message), detail: clean(line.detail) };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
