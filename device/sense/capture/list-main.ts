// Prints the sources of this machine as one JSON object (shared/source-list.ts): what `roomtone sources` runs.
import { listSources } from './source-list.ts';

process.stdout.write(`${JSON.stringify({ sources: await listSources() })}\n`);
