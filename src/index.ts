// Everyday: make a bot, say what it does.
export type { AddressBook, Known, KnownMember, KnownRoom } from './actors/address-book.js'
export type { Behaviour, BotView } from './actors/behaviour.js'
export { type AnyDialogue, type BotModule, defineBot } from './actors/bot-module.js'
export type { BehaviourFailed, BehaviourStopped, BotEvent, BotState } from './actors/bot-state.js'
export {
  type Command,
  file,
  forward,
  gif,
  image,
  type MediaOptions,
  media,
  reply,
  revoke,
  sticker,
  type Timing,
  text,
  texts,
  video,
} from './actors/command.js'
export type { ContactChange } from './actors/contact-change.js'
// For experts: the parts a bot is joined from.
export type { Changes, Cookies, Env, Http, HttpRequest, HttpResponse, Log, LogLevel, Store } from './actors/env.js'
export type { Files, MediaFile, MediaSource, Receiving } from './actors/files.js'
export type { Health, StoppedBehaviour, Tally } from './actors/health.js'
export { bindIdentity } from './actors/identity/bind-identity.js'
export type { Ambiguous, IdChanged, IdentityEvent, LikelyKnown } from './actors/identity/identity-event.js'
export type { Fact } from './actors/identity/strength.js'
export type { Storable } from './actors/inbox/check-state.js'
export type { Dialogue, StorableDialogue, Turn } from './actors/inbox/conversing.js'
export type { DeliveriesOptions } from './actors/inbox/deliveries.js'
export type { Delivery } from './actors/inbox/delivery.js'
export type { HandleOptions, Handler, HandlerContext, Settle } from './actors/inbox/handling/handler.js'
export { describeEvent, levelOf } from './actors/log/describe-event.js'
export type { Phase as LoginPhase, Qr } from './actors/login/login-state.js'
export { defaultLoopLimit, type LoopLimit } from './actors/loop-breaker.js'
export type { AvatarOptions } from './actors/media/avatar-plan.js'
export type { Download, Downloading, SaveOptions } from './actors/media/download.js'
export type { Downloadable, DownloadOptions } from './actors/media/download-plan.js'
export { memoryStore } from './actors/memory-store.js'
export type { Addressed, Mention, Message, MessageOf, NamedParty, Origin, Party, PartyKind } from './actors/message.js'
export type { BotOperations, OperationOptions } from './actors/operations/bot-operations.js'
export {
  type Capabilities,
  type Capability,
  type CapabilityName,
  knownCapabilities,
} from './actors/operations/capabilities.js'
export { findContacts } from './actors/operations/find-contacts.js'
export type { CreatedRoom, Invited, Newcomer, OperationName } from './actors/operations/operation.js'
export type { SendOptions } from './actors/outbox.js'
export type {
  ConversationState,
  DeadLetter,
  Entry,
  FilePlace,
  Identity,
  OutboxContent,
  OutboxItem,
  Saved,
  SavedCookie,
} from './actors/saved.js'
export { deadLimit, seenLimit } from './actors/saved.js'
export { defaultPace, type Pace, type Rate } from './actors/sender/pace.js'
export type { Receipt } from './actors/sender/sender-state.js'
export type { Target } from './actors/target.js'
export type { WaitingForRoom } from './actors/waiting-for-room.js'
export type { Bot } from './bot.js'
export { type BotOptions, createBotIn } from './bot.js'
export { type BotSettings, createBot, drawQr } from './create-bot.js'
export {
  type Advice,
  advise,
  type Failure,
  type Failures,
  failure,
  isFailure,
  type Kind,
  type MediaProblem,
  WeChatError,
} from './errors.js'
export { type ActorOptions, actor, type Logic, type Step } from './kernel/actor.js'
// `when` is for behaviours; that of policies is told apart.
export { type Backoff, backoff, escalate, type Policy, stop, when as whenError } from './kernel/policy.js'
export { openStore, type StoreDirectory, type StoreOptions } from './open-store.js'
// Composing: operators over messages.
export * from './operators/index.js'
export type {
  Contact,
  ContactBase,
  Member,
  OfficialAccount,
  Person,
  Room,
  ServiceAccount,
  SpecialAccount,
} from './protocol/contact.js'
export { type Forward, forwardOf } from './protocol/forward.js'
export type { Realm } from './protocol/hosts.js'
export { defaultMediaLimits, type MediaKind, type MediaLimits } from './protocol/media-kind.js'
export type { LinkItem, MessageContent, Picture, Place, QuotedKind, Recommended } from './protocol/message/content.js'
export type { HistoryItem } from './protocol/message/history.js'
export { type Named, type Notice, noticeOf } from './protocol/message/notice.js'
export type { PatPerson } from './protocol/message/pat.js'
export type { Decoded, Envelope } from './protocol/message.js'
export { retMeaning } from './protocol/retcode.js'
export type { Profile, SavedSession } from './protocol/session.js'
export { type SplitOptions, splitText } from './protocol/split-text.js'
export type { Keys, SyncKey } from './protocol/sync-key.js'
