import type { Marble } from '../src/testing/index.js'
import { failingPage } from './contacts/failing-page.js'
import { pagesThenBatches } from './contacts/pages-then-batches.js'
import { readAgainLater } from './contacts/read-again-later.js'
import { strangerEnrichedLater } from './contacts/stranger-enriched-later.js'
import { announcerMarble } from './examples/announcer.js'
import { archiverMarble } from './examples/archiver.js'
import { assistantMarble } from './examples/assistant.js'
import { broadcastExampleMarble } from './examples/broadcast.js'
import { dingDongMarble } from './examples/ding-dong.js'
import { friendAccepterMarble } from './examples/friend-accepter.js'
import { keywordBotMarble } from './examples/keyword-bot.js'
import { recallWatcherMarble } from './examples/recall-watcher.js'
import { relayMarble } from './examples/relay.js'
import { reminderMarble } from './examples/reminder.js'
import { roomGreeterMarble } from './examples/room-greeter.js'
import { roomModerationMarble } from './examples/room-moderation.js'
import { roomPollMarble } from './examples/room-poll.js'
import { webhookMarble } from './examples/webhook.js'
import { busySwitch } from './inbox/busy-switch.js'
import { drained } from './inbox/drained.js'
import { missedDeadline } from './inbox/missed-deadline.js'
import { oneAtATime } from './inbox/one-at-a-time.js'
import { retriedThenDead } from './inbox/retried-then-dead.js'
import { settledInGroups } from './inbox/settled-in-groups.js'
import { actorRestarts } from './kernel/actor-restarts.js'
import { backoffDoubles } from './kernel/backoff-doubles.js'
import { behaviourRestarts } from './kernel/behaviour-restarts.js'
import { healthyLife } from './kernel/healthy-life.js'
import { othersEscalate } from './kernel/others-escalate.js'
import { cancelledOnThePhone } from './login/cancelled-on-the-phone.js'
import { hastyPolls } from './login/hasty-polls.js'
import { lostLoginPage } from './login/lost-login-page.js'
import { qrRefreshAndExpiry } from './login/qr-refresh-and-expiry.js'
import { scanAndConfirm } from './login/scan-and-confirm.js'
import { sessionLost } from './login/session-lost.js'
import { sessionShortLived } from './login/session-short-lived.js'
import { chunkAgain } from './media/chunk-again.js'
import { resumedDownload } from './media/resumed-download.js'
import { answerLost } from './operations/answer-lost.js'
import { oneOfAKind } from './operations/one-of-a-kind.js'
import { refused } from './operations/refused.js'
import { sessionLostInTheMiddle } from './operations/session-lost.js'
import { tooOftenForRooms } from './operations/too-often.js'
import { allowedMarble } from './operators/allowed.js'
import { askMarble } from './operators/ask.js'
import { awaitReceiptMarble } from './operators/await-receipt.js'
import { broadcastMarble } from './operators/broadcast.js'
import { burstsMarble } from './operators/bursts.js'
import { collectMediaMarble } from './operators/collect-media.js'
import { combineMarble } from './operators/combine.js'
import { commandMarble } from './operators/command.js'
import { directMarble } from './operators/direct.js'
import { fromKindMarble } from './operators/from-kind.js'
import { fromSelfMarble } from './operators/from-self.js'
import { fromSenderMarble } from './operators/from-sender.js'
import { hearsMarble } from './operators/hears.js'
import { inChatMarble } from './operators/in-chat.js'
import { inRoomMarble } from './operators/in-room.js'
import { limitedMarble } from './operators/limited.js'
import { mentionsMeMarble } from './operators/mentions-me.js'
import { namedMarble } from './operators/named.js'
import { ofTypeMarble } from './operators/of-type.js'
import { onErrorMarble } from './operators/on-error.js'
import { oncePerPersonMarble } from './operators/once-per-person.js'
import { perConversationMarble } from './operators/per-conversation.js'
import { quietHoursMarble } from './operators/quiet-hours.js'
import { rateLimitMarble } from './operators/rate-limit.js'
import { scanConversationMarble } from './operators/scan-conversation.js'
import { scheduleMarble } from './operators/schedule.js'
import { whenMarble } from './operators/when.js'
import { orderOfSends } from './sender/order-of-sends.js'
import { paced } from './sender/paced.js'
import { sameClientMsgId } from './sender/same-client-msg-id.js'
import { sessionLostWhileSending } from './sender/session-lost.js'
import { tooOften } from './sender/too-often.js'
import { backsOffAndRecovers } from './sync/backs-off-and-recovers.js'
import { crashBetweenKeepAndDispatch } from './sync/crash-between-keep-and-dispatch.js'
import { pollNeverAnswered } from './sync/poll-never-answered.js'
import { positionGivenUp } from './sync/position-given-up.js'
import { pullWithContinueFlag } from './sync/pull-with-continue-flag.js'
import { quietPolls } from './sync/quiet-polls.js'
import { refusedFiveTimes } from './sync/refused-five-times.js'
import { sessionEnds } from './sync/session-ends.js'
import { stuckSelector } from './sync/stuck-selector.js'
import { pulledTooOften } from './sync/too-often.js'

/** Every marble, by the path of its file and of its picture. */
export const marbles: Readonly<Record<string, Marble>> = {
  'kernel/backoff-doubles': backoffDoubles,
  'kernel/healthy-life': healthyLife,
  'kernel/others-escalate': othersEscalate,
  'kernel/actor-restarts': actorRestarts,
  'kernel/behaviour-restarts': behaviourRestarts,
  'login/scan-and-confirm': scanAndConfirm,
  'login/qr-refresh-and-expiry': qrRefreshAndExpiry,
  'login/cancelled-on-the-phone': cancelledOnThePhone,
  'login/hasty-polls': hastyPolls,
  'login/lost-login-page': lostLoginPage,
  'login/session-lost': sessionLost,
  'login/session-short-lived': sessionShortLived,
  'sync/quiet-polls': quietPolls,
  'sync/pull-with-continue-flag': pullWithContinueFlag,
  'sync/stuck-selector': stuckSelector,
  'sync/backs-off-and-recovers': backsOffAndRecovers,
  'sync/poll-never-answered': pollNeverAnswered,
  'sync/refused-five-times': refusedFiveTimes,
  'sync/session-ends': sessionEnds,
  'sync/too-often': pulledTooOften,
  'sync/position-given-up': positionGivenUp,
  'sync/crash-between-keep-and-dispatch': crashBetweenKeepAndDispatch,
  'contacts/failing-page': failingPage,
  'contacts/pages-then-batches': pagesThenBatches,
  'contacts/read-again-later': readAgainLater,
  'contacts/stranger-enriched-later': strangerEnrichedLater,
  'inbox/one-at-a-time': oneAtATime,
  'inbox/retried-then-dead': retriedThenDead,
  'inbox/missed-deadline': missedDeadline,
  'inbox/busy-switch': busySwitch,
  'inbox/drained': drained,
  'inbox/settled-in-groups': settledInGroups,
  'sender/order-of-sends': orderOfSends,
  'sender/same-client-msg-id': sameClientMsgId,
  'sender/too-often': tooOften,
  'sender/session-lost': sessionLostWhileSending,
  'sender/paced': paced,
  'media/chunk-again': chunkAgain,
  'media/resumed-download': resumedDownload,
  'operations/one-of-a-kind': oneOfAKind,
  'operations/answer-lost': answerLost,
  'operations/session-lost': sessionLostInTheMiddle,
  'operations/too-often': tooOftenForRooms,
  'operations/refused': refused,
  'operators/hears': hearsMarble,
  'operators/command': commandMarble,
  'operators/mentions-me': mentionsMeMarble,
  'operators/per-conversation': perConversationMarble,
  'operators/combine': combineMarble,
  'operators/when': whenMarble,
  'operators/on-error': onErrorMarble,
  'operators/in-chat': inChatMarble,
  'operators/from-sender': fromSenderMarble,
  'operators/allowed': allowedMarble,
  'operators/in-room': inRoomMarble,
  'operators/direct': directMarble,
  'operators/of-type': ofTypeMarble,
  'operators/from-kind': fromKindMarble,
  'operators/from-self': fromSelfMarble,
  'operators/scan-conversation': scanConversationMarble,
  'operators/bursts': burstsMarble,
  'operators/collect-media': collectMediaMarble,
  'operators/rate-limit': rateLimitMarble,
  'operators/limited': limitedMarble,
  'operators/once-per-person': oncePerPersonMarble,
  'operators/ask': askMarble,
  'operators/await-receipt': awaitReceiptMarble,
  'operators/broadcast': broadcastMarble,
  'operators/schedule': scheduleMarble,
  'operators/quiet-hours': quietHoursMarble,
  'operators/named': namedMarble,
  'examples/ding-dong': dingDongMarble,
  'examples/room-greeter': roomGreeterMarble,
  'examples/keyword-bot': keywordBotMarble,
  'examples/recall-watcher': recallWatcherMarble,
  'examples/assistant': assistantMarble,
  'examples/webhook': webhookMarble,
  'examples/relay': relayMarble,
  'examples/announcer': announcerMarble,
  'examples/broadcast': broadcastExampleMarble,
  'examples/archiver': archiverMarble,
  'examples/reminder': reminderMarble,
  'examples/room-moderation': roomModerationMarble,
  'examples/room-poll': roomPollMarble,
  'examples/friend-accepter': friendAccepterMarble,
}
