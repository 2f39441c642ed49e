import type { Known } from 'rxwx'

/** A contact as `--json` prints it, without the raw form and without a room's members' raw forms. */
export function contactJson(contact: Known): Readonly<Record<string, unknown>> {
  const { raw: _raw, id, kind, name, remark, userName, ...rest } = contact
  return { id, kind, name, ...(remark === undefined ? {} : { remark }), userName, ...rest }
}
