import { type Failure, isFailure } from 'rxwx'

declare const error: unknown

if (isFailure(error) && error.kind === 'refused') error.detail.reason satisfies string
// @ts-expect-error: a timeout has no status
if (isFailure(error) && error.kind === 'timeout') error.detail.status

/** All kinds: the compiler notices a missing one. */
function complete(failed: Failure): string {
  switch (failed.kind) {
    case 'network':
    case 'media':
    case 'certificate':
    case 'timeout':
    case 'status':
    case 'tooLarge':
    case 'decode':
    case 'retcode':
    case 'loggedOut':
    case 'qrExpired':
    case 'refused':
    case 'foreignHost':
    case 'kicked':
    case 'otherAccount':
    case 'target':
    case 'overflow':
    case 'store':
    case 'gaveUp':
    case 'stopped':
    case 'argument':
      return failed.message
  }
}

// @ts-expect-error: kinds are missing
function incomplete(failed: Failure): string {
  switch (failed.kind) {
    case 'network':
      return failed.message
  }
}

export { complete, incomplete }
