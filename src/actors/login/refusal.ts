import { type Failure, failure } from '../../errors.js'
import { Ret } from '../../protocol/retcode.js'

/** 1203 says that the account may not use this client at all, wherever it is said. Other failures are what they are. */
export const refusal = (failed: Failure): Failure =>
  failed.kind === 'retcode' && failed.detail.code === Ret.loginRefused
    ? failure('refused', { code: Ret.loginRefused, reason: failed.detail.message }, failed)
    : failed
