// Where this installation stands: the nearest folder above a module that holds `package.json`. The same answer from the
// sources and from the build.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param moduleUrl `import.meta.url` of the caller */
export function projectFolder(moduleUrl: string): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${fileURLToPath(moduleUrl)}`);
    folder = parent;
  }
  return folder;
}

/** Version of Roomtone, from its `package.json`. */
export function projectVersion(moduleUrl: string): string {
  const text = readFileSync(join(projectFolder(moduleUrl), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
