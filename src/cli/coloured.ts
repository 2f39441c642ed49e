/** What decides whether output is coloured. */
export interface Terminal {
  readonly isTTY: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Whether stdout is coloured: on a terminal that can, unless NO_COLOR is set to something (https://no-color.org). FORCE_COLOR is
 * obeyed before both, as Node and most tools do: 0 and false say no, anything else says yes. An empty variable is not set.
 */
export function isColoured({ isTTY, env }: Terminal): boolean {
  const { FORCE_COLOR = '', NO_COLOR = '', TERM = '' } = env
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY && NO_COLOR === '' && TERM !== 'dumb'
}
