import { defineConfig } from 'vitest/config'

const source = (path: string): string => new URL(`../src/${path}`, import.meta.url).pathname

const pure = ['test/marbles.test.ts', 'test/{unit,property,architecture}/**/*.test.ts']

/** They run the command or the package as it is published, from `dist`. */
const built = ['test/integration/cli-*.test.ts', 'test/integration/packed.test.ts']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: {
    alias: [
      { find: /^rxwx$/, replacement: source('index.ts') },
      { find: /^rxwx\/(emulator|testing|testing\/vitest|operators)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    // Commands are waited for more than they compute: the default leaves one of two cores idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // Files that leave nothing behind share a process: most of their time goes into imports.
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'built', include: built, globalSetup: 'test/support/build.ts' } },
      {
        extends: true,
        test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...pure, ...built, 'test/bench/**'] },
      },
    ],
  },
})
