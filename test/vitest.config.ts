import { defineConfig } from 'vitest/config'

const source = (path: string): string => new URL(`../src/${path}`, import.meta.url).pathname

const pure = ['test/marbles.test.ts', 'test/{unit,property,architecture}/**/*.test.ts']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: {
    alias: [
      { find: /^rxwx$/, replacement: source('index.ts') },
      { find: /^rxwx\/(emulator|testing|testing\/vitest|operators)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    globalSetup: 'test/support/build.ts',
    // Commands are waited for more than they compute: the default leaves one of two cores idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // What leaves nothing behind in its process shares one: importing the modules anew for each file takes as long as these tests do.
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...pure, 'test/bench/**'] } },
    ],
  },
})
