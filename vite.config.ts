// The pages: built into `dist/web`, apart from what tsc emits into `dist/console`. One entry for the console and one for the kiosk, no CDN, everything the
// page needs comes from the device.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** A compressed copy beside each asset, so that a small box does not compress at each request. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
    await Promise.all(
      assets.map(async (name) =>
        writeFile(join(dir, `${name}.gz`), gzipSync(await readFile(join(dir, name)), { level: 9 })),
      ),
    );
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('./console/web', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [precompressed],
  build: {
    outDir: fileURLToPath(new URL('./dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index', 'kiosk'].map((page) => fileURLToPath(new URL(`./console/web/${page}.html`, import.meta.url))),
    },
  },
});
