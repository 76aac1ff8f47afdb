// Who may import whom, as data, and the check over the text of the sources.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface SourceFile {
  /** From the project's root, such as `device/link/main.ts`. */
  readonly path: string;
  readonly text: string;
}

/** The first rule whose `from` matches a file decides which of our folders it may import; its own folder always. */
const FOLDER_RULES: readonly { readonly from: RegExp; readonly may: readonly RegExp[] }[] = [
  { from: /^shared\//, may: [/^shared\//] },
  { from: /^console\/web\//, may: [/^shared\//] },
  { from: /^console\//, may: [/^shared\//, /^device\/runtime\//] },
  { from: /^device\/(runtime|stream)\//, may: [/^shared\//, /^device\/runtime\//] },
  { from: /^device\/sense\//, may: [/^shared\//, /^device\/(runtime|stream|sense)\//] },
  { from: /^device\/capture\//, may: [/^shared\//, /^device\/runtime\//, /^device\/sense\/capture\//] },
  { from: /^device\/link\//, may: [/^shared\//, /^device\/(runtime|stream|link)\//] },
  {
    from: /^models\/evaluate\//,
    may: [
      /^shared\//,
      /^models\//,
      /^device\/(runtime|stream)\//,
      /^device\/sense\/(inference|vision|speech|fusion|frame|observation|capture\/audio-chunk)/,
    ],
  },
  { from: /^models\//, may: [/^shared\//, /^models\//, /^device\/runtime\//] },
  {
    from: /^provisioning\//,
    may: [/^shared\//, /^device\/runtime\//, /^models\/convert\/(pinned-file|sources)\.ts$/],
  },
  { from: /^test\//, may: [/./] },
];

/** Packages that only some files may import. */
const PACKAGE_RULES: readonly { readonly package: RegExp; readonly only: RegExp }[] = [
  { package: /^mqtt$/, only: /^(device\/link|console\/fleet|test)\// },
  { package: /^aedes$/, only: /^(provisioning|test)\// },
  { package: /^onnxruntime-node$/, only: /^device\/sense\/inference\/runtime\.ts$/ },
  { package: /^@tensorflow\//, only: /^(test|models\/convert|models\/evaluate)\// },
  { package: /^(node:)?(net|http|https|dgram|tls|http2|dns|dns\/promises)$/, only: /^(?!device\/sense\/|shared\/)/ },
  { package: /^node:(fs|child_process|net|http|worker_threads)/, only: /^(?!shared\/)/ },
];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|[^\w.])import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Files with schemas whose values a page takes: its types cost nothing, the library would try `Function()`. */
export function schemasInPages(files: readonly SourceFile[]): string[] {
  const valuesOf = ({ path, text }: SourceFile) =>
    importsOf({ path, text: text.replace(/\b(import|export) type [^;]*;/g, '') });
  const holdsSchemas = new Set(files.filter((file) => valuesOf(file).includes('zod')).map(({ path }) => path));
  return files
    .filter(({ path }) => path.startsWith('console/web/'))
    .flatMap((file) => valuesOf(file).map((target) => [file.path, target] as const))
    .filter(([, target]) => target === 'zod' || holdsSchemas.has(target))
    .map(([path, target]) => `${path} takes ${target}`);
}

/** Sentences such as `device/link/x.ts imports device/sense/y.ts`; empty when every rule holds. */
export function violationsOf(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(file.path, target))
      .map((target) => `${file.path} imports ${target}`),
  );
}

function importsOf({ path, text }: SourceFile): string[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    return specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier;
  });
}

function isAllowed(path: string, target: string): boolean {
  const rules = PACKAGE_RULES.filter((rule) => rule.package.test(target));
  if (!rules.every((rule) => rule.only.test(path))) return false;
  const isOurs = /^(shared|device|console|models|provisioning|test)\//.test(target);
  if (!isOurs || dirname(path) === dirname(target)) return true;
  return folderRule(path)?.may.some((allowed) => allowed.test(target)) ?? isBelowOwnFolder(path, target);
}

function folderRule(path: string) {
  const rule = FOLDER_RULES.find(({ from }) => from.test(path));
  return rule === undefined ? undefined : { may: [...rule.may, ownTree(path)] };
}

/** A program may import its own tree: `console/routes` imports `console/sessions`. */
function ownTree(path: string): RegExp {
  const top = path.startsWith('console/web/')
    ? 'console/web/'
    : path.startsWith('console/')
      ? 'console/(?!web/)'
      : `${dirname(path)}/`;
  return new RegExp(`^${top}`);
}

const isBelowOwnFolder = (path: string, target: string) => target.startsWith(`${path.split('/')[0]}/`);

const FOLDERS = ['shared', 'device', 'console', 'models', 'provisioning'];

/** Every TypeScript source of the project except its tests. */
export function readSources(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}
