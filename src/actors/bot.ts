import type { Observable, SchedulerLike, Subscription } from 'rxjs'
import type { AddressBook } from './address-book.js'
import type { Behaviour } from './behaviour.js'
import type { BotEvent, BotState } from './bot-state.js'
import type { Command } from './command.js'
import type { ContactChange } from './contact-change.js'
import type { EngineOptions } from './engine/ports.js'
import type { Health } from './health.js'
import type { StorableDialogue } from './inbox/conversing.js'
import type { DeliveriesOptions } from './inbox/deliveries.js'
import type { Delivery } from './inbox/delivery.js'
import type { HandleOptions, Handler } from './inbox/handling/handler.js'
import type { Qr } from './login/login-state.js'
import type { AvatarOptions } from './media/avatar-plan.js'
import type { Download } from './media/download.js'
import type { Downloadable, DownloadOptions } from './media/download-plan.js'
import type { Message } from './message.js'
import type { BotOperations } from './operations/bot-operations.js'
import type { Capabilities } from './operations/capabilities.js'
import type { SendOptions } from './outbox.js'
import type { Receipt } from './sender/sender-state.js'
import type { Target } from './target.js'

/** Everything that a bot over an environment of your own is told; `createBot` has defaults for it. */
export interface BotOptions extends EngineOptions {
  /** `others`: without own messages and without MsgType 51 and 9999. `all`: everything the server hands out. */
  readonly include: 'others' | 'all'
}

/**
 * A bot: one account, its messages as a hot stream, its commands as cold ones. Making it does nothing; `start()` does.
 *
 * @example
 * bot.qr$.pipe(switchMap(({ text }) => drawQr(text))).subscribe((picture) => console.log(picture))
 * bot.use((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 * bot.done$.subscribe({ error: (error: Error) => console.error(error.message), complete: () => console.log('goodbye') })
 * bot.start()
 *
 * @see [a login](../../marbles/svg/login/scan-and-confirm.svg), [a lost session](../../marbles/svg/login/session-lost.svg), and how
 * [polls and pulls](../../marbles/svg/sync/pull-with-continue-flag.svg) go on meanwhile
 */
export interface Bot extends BotOperations {
  /** Every message once, in the server's order, to whoever listens at the time. Completes when the bot stops. */
  readonly messages$: Observable<Message>
  /** Where the bot stands; replays the latest. */
  readonly state$: Observable<BotState>
  /** QR codes to show; replays the latest. */
  readonly qr$: Observable<Qr>
  /** What happened, for logs, health checks and tests; replays nothing. */
  readonly events$: Observable<BotEvent>
  /** The address book after each change; replays the latest. */
  readonly contacts$: Observable<AddressBook>
  /**
   * Who came, went or is called otherwise, in the address book and in rooms; `contacts$` has it already. What happened while there was no session, and
   * who is new while the book is still being read, is not told.
   */
  readonly contactChanges$: Observable<ContactChange>
  /** What the service is known to do for this account, and what not; replays the latest, and learns from each operation. */
  readonly capabilities$: Observable<Capabilities>
  /** Completes when the bot was stopped or logged out; fails with the failure that nothing helped against. */
  readonly done$: Observable<never>
  /** Lets a behaviour answer the messages, from now or from `start()` on. Unsubscribing takes it out. */
  readonly use: (behaviour: Behaviour) => Subscription
  /**
   * Sends a text. Cold: nothing happens until it is subscribed, and each subscription is a message of its own. Emits the
   * receipt once the server has answered and completes; waits while there is no session, and while the store cannot write. Unsubscribing forgets the receipt, not the
   * message. Fails with `target`, `argument`, `overflow` or `stopped`.
   *
   * @example
   * bot.send('Alice', 'hello').subscribe((receipt) => console.log(receipt.outcome))
   *
   * @see [the order of sends](../../marbles/svg/sender/order-of-sends.svg), and [one id on every try](../../marbles/svg/sender/same-client-msg-id.svg)
   */
  readonly send: (to: Target, text: string, options?: SendOptions) => Observable<Receipt>
  /**
   * Carries out one Command: a text, a file, something passed on, a revocation. Cold, and with receipts as `send`; a file is looked at first, and fails with
   * `media` before anything leaves. `events$` tells the progress of its upload.
   *
   * @example
   * bot.submit(image('Alice', './cat.jpg')).subscribe((receipt) => console.log(receipt.outcome))
   *
   * @see [an upload](../../marbles/svg/media/chunk-again.svg)
   */
  readonly submit: (command: Command) => Observable<Receipt>
  /**
   * The picture, film, voice, file, sticker or map of a message. Nothing is fetched before it is subscribed.
   *
   * @example
   * bot.messages$.pipe(ofType('image'), mergeMap((message) => bot.download(message).saveTo('./pictures'))).subscribe(console.log)
   *
   * @see [one that goes on where it broke](../../marbles/svg/media/resumed-download.svg)
   */
  readonly download: (message: Message | Downloadable, options?: DownloadOptions) => Download
  /** The picture of somebody, of somebody in a room, or of a room. */
  readonly avatar: (of: Target, options?: AvatarOptions) => Download
  /** Takes back a message of this account, within two minutes. Cold, as `send`. */
  readonly revoke: (to: Target, msgId: string) => Observable<Receipt>
  /**
   * Every message in the server's order, to be acknowledged: what is not when the process dies comes again at the next start. Names are
   * unique and durable; call it before `start()`. At most `prefetch` deliveries are out at a time.
   *
   * @example
   * bot.deliveries('archive').subscribe(({ message, ack }) => {
   *   console.log(message.id)
   *   ack()
   * })
   */
  readonly deliveries: (name: string, options?: DeliveriesOptions) => Observable<Delivery>
  /**
   * Work that has to be done for each message: at least once, in order within a conversation, side by side across them. The Commands
   * it returns are committed together with the acknowledgement; both wait while a name among them cannot be looked up yet (the address book is `loading`), and while
   * 10,000 sends wait in the outbox. Call it before `start()`, with a unique and durable name.
   *
   * @example
   * bot.handle('thanks', (message) => [reply(message, 'thank you')])
   *
   * @see [one at a time](../../marbles/svg/inbox/one-at-a-time.svg), and [given up in the end](../../marbles/svg/inbox/retried-then-dead.svg)
   */
  readonly handle: (name: string, handler: Handler, options?: HandleOptions) => void
  /**
   * A dialogue with a state in each conversation, committed together with the acknowledgement, so that it goes on after a restart. Its Commands wait as
   * those of `handle` do, and what comes in the conversation meanwhile waits behind them.
   * Call it before `start()`, with a unique and durable name.
   */
  readonly converse: <S>(name: string, dialogue: StorableDialogue<S>) => void
  /**
   * Settles an `ambiguous` event: from now on the contact that has the id `present` is the known `id`, and so are its messages and sends. Cold;
   * completes once that is in the store. Fails with `argument` where the ids are not known or of two kinds.
   */
  readonly bind: (present: string, id: string) => Observable<never>
  /** Begins. A second call answers with the same Subscription; unsubscribing it stops the bot. */
  readonly start: () => Subscription
  /**
   * Stops; what was kept in the store goes on at the next start. With `drain` nothing more is pulled or begun, and handlers that run have so many
   * milliseconds to end, `Infinity` for as many as they need; default 0, or what is no such number: at once.
   */
  readonly stop: (options?: { readonly drain?: number }) => void
  /** How the bot is doing, as of now; for health checks. {@link Health.ok} sums it up. */
  readonly health: () => Health
  /** After `kicked`: asks the phone, then shows a QR code. */
  readonly login: () => void
  /**
   * Cold: tells the server, forgets the stored session and stops. Works without `start()`, too. Where the server could not be told, which is one `trouble`
   * event of `webwxlogout`, the session is forgotten all the same. Fails with `stopped` once the bot was stopped otherwise.
   */
  readonly logout: () => Observable<never>
  /** The clock of the bot: give it to every operator that waits. */
  readonly scheduler: SchedulerLike
}
