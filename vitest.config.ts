import { defineConfig } from 'vitest/config';

const project = (name: string, include: readonly string[], timeoutMs: number, pure: boolean) => ({
  test: {
    name,
    include: [...include],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: pure,
    isolate: !pure,
  },
});

/** Two cores run this: only pure tests share them, and a process; whoever starts a program has the machine for itself. */
export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.ts'], 10_000, true),
      project('integration', ['test/integration/**/*.test.ts'], 60_000, false),
      project('system', ['test/system/**/*.test.ts'], 180_000, false),
      project('browser', ['test/browser/**/*.test.ts'], 180_000, false),
      project('long', ['test/long/**/*.test.ts'], 1_800_000, false),
    ],
  },
});
