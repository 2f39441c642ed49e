import { dirname, relative, resolve, sep } from 'node:path'
import { debounceTime, defer, from, map, Observable, switchMap } from 'rxjs'
import { say } from './output.js'
import { visible } from './visible.js'

/** Editors write a file in several steps (ms). */
const quiet = 200

/** What a bot writes beside itself (notes, pictures, its state as JSON) is no reason to start it anew. */
const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path)

const isWithin = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}${sep}`)

/** Emits when code in the folders of these modules has changed. Packages, `.git` and what is `excluded` do not count. */
export const moduleChanges = (files: readonly string[], excluded: readonly string[]): Observable<void> => {
  const folders = [...new Set(files.map((file) => dirname(resolve(file))))]
  const others = excluded.map((one) => resolve(one))
  const isForeign = (path: string): boolean =>
    others.some((other) => isWithin(other, path)) ||
    folders.every((folder) => {
      const steps = relative(folder, path).split(sep)
      return steps[0] === '..' || steps.some((step) => step === 'node_modules' || step === '.git')
    })
  return defer(() => from(import('chokidar'))).pipe(
    switchMap(
      ({ watch }) =>
        new Observable<string>((subscriber) => {
          const watcher = watch(folders, {
            ignoreInitial: true,
            ignored: (path, stats) => isForeign(path) || (stats?.isFile() === true && !isCode(path)),
          })
          watcher.on('all', (_, path) => {
            if (isCode(path)) subscriber.next(path)
          })
          // A folder that cannot be watched is no reason to end the bot.
          watcher.on('error', (error) => say(`rxwx: changes may go unnoticed: ${visible(String(error))}`))
          return () => void watcher.close()
        }),
    ),
    debounceTime(quiet),
    map(() => undefined),
  )
}
