/** The origins that play the roles of one account's shard, without a trailing slash. */
export interface Hosts {
  readonly web: string
  readonly login: string
  readonly file: string
  readonly push: string
}

/** Who may be talked to: WeChat's own hosts over HTTPS, or exactly one origin that plays every role. */
export type Realm = { readonly type: 'wechat' } | { readonly type: 'single'; readonly origin: string }
