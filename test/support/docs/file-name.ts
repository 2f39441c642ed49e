/** What a block is to be called by the reader who copies it: its first line says so, as in `// bot.ts`. */
export const fileNameOf = (code: string): string | undefined => /^\/\/ ([a-z-]+(?:\.test)?\.ts)\n/.exec(code)?.[1]

/** The folder that the named blocks of a page lie in together, so that they can import each other. */
export const folderOf = (page: string): string => `docs-run-${page.replaceAll(/\W/g, '-')}`
