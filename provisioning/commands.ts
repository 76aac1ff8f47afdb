// The sub-commands of `roomtone`, by name.
import { join } from 'node:path';
import { projectFolder } from '../device/runtime/project-folder.ts';
import { auditVerifyCommand } from './audit-verify.ts';
import { prepareDemoScene } from './demo-scene.ts';
import { prepareDemoVoice } from './demo-voice.ts';
import { labelCommand } from './label.ts';
import { listenCommand } from './listen.ts';
import { privacyAuditCommand } from './privacy-audit.ts';
import { resetCommand } from './reset.ts';
import { sourcesCommand } from './sources.ts';
import { startCommand } from './start.ts';

export interface Command {
  readonly summary: string;
  /** @returns the exit code */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  start: { summary: 'run the appliance: sense, link, console and, without --broker, a broker', run: startCommand },
  sources: { summary: 'list cameras and microphones, and why one cannot be used', run: sourcesCommand },
  listen: { summary: 'say a sentence in a file: what the device makes of it, and why', run: listenCommand },
  label: { summary: 'print the label of the device, or the slip with a claim code for its box', run: labelCommand },
  'privacy-audit': { summary: 'check the privacy rows that a device can show, with figures', run: privacyAuditCommand },
  'audit-verify': {
    summary: 'check the chain of the audit log, in a state folder or an export',
    run: auditVerifyCommand,
  },
  reset: { summary: 'forget everything but the ledger of privacy, while the device is stopped', run: resetCommand },
  'prepare-demo': {
    summary: 'compose the demo scene and speak its voice into the cache, where they are missing',
    run: async () => {
      const cache = join(projectFolder(import.meta.url), '.cache');
      await prepareDemoScene(cache);
      await prepareDemoVoice(cache);
      return 0;
    },
  },
};
