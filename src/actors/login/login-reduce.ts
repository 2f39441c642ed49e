import { advise, type Failure, failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import { Ret } from '../../protocol/retcode.js'
import type { Session } from '../../protocol/session.js'
import type { LoginEffect, LoginEvent, LoginMessage, LoginOptions, LoginState, Phase, Qr, Rung } from './login-state.js'
import { refusal } from './refusal.js'

export type LoginStep = Step<LoginState, LoginEffect, LoginEvent>

/** The person at the phone decides after a kick: at most one push login in ten minutes. */
const pushAgainAfter = 10 * 60_000

/** A session that lived for so long is no reason to wait before the next one (ms). */
const longEnough = 60_000

/** The longest pause before another QR code (ms) … */
const betweenCodes = 30_000

/** … and before the next session where they do not last: each costs an address book. */
const betweenSessions = 5 * 60_000

/** The polls for one code do not follow each other faster than this, whatever the server answers (ms). */
export const betweenPolls = 1_000

/** The ladder as a pure function. */
export const loginReduce =
  (options: LoginOptions) =>
  (state: LoginState, message: LoginMessage): LoginStep => {
    // The held poll hears of the logout before its answer is here: that is no loss.
    if (state.leaving === true && message.type !== 'leftServer' && message.type !== 'trouble') return { state }
    switch (message.type) {
      case 'lost':
        return lost(options, state, message.failure, message.now)
      case 'healthy':
        return state.healthy ? { state } : { state: { ...state, healthy: true } }
      case 'login':
        return state.phase.type === 'kicked' ? climb(fromTheStart(state), 'push') : { state }
      case 'logout':
        return logout(state)
      case 'uuid':
        return asked(state, message.uuid, message.qr)
      case 'polled':
        return polled(options, state, message)
      case 'entered':
        return { state: { ...state, session: message.session }, effects: [{ type: 'init', session: message.session }] }
      case 'initialised':
        return online(state, message)
      case 'failed':
        return failed(options, state, message.failure)
      case 'trouble':
        return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
      case 'leftServer':
        return { ...moved(withoutSession(state), { type: 'loggedOut' }, []), done: true }
      case 'rested':
        return { state, effects: [message.effect] }
    }
  }

/** Where a bot starts: at the stored session if there is one. */
export function loginStart(profile: LoginState['profile'], session: Session | undefined): LoginStep {
  const state: LoginState = {
    phase: { type: 'idle' },
    rung: 'resume',
    profile: session?.profile ?? profile,
    ...(session === undefined ? {} : { session }),
    attempt: 0,
    healthy: false,
    openedAt: Number.NEGATIVE_INFINITY,
    shortLived: 0,
    profileSwitched: false,
    pushed: false,
    pushedAt: Number.NEGATIVE_INFINITY,
  }
  return climb(state, 'resume')
}

const moved = (
  state: LoginState,
  phase: Phase,
  effects: readonly LoginEffect[],
  events: readonly LoginEvent[] = [],
): LoginStep => ({ state: { ...state, phase }, events: [...events, { type: 'phase', phase }], effects })

function withoutSession({ session: _, ...state }: LoginState): LoginState {
  return state
}

/** A climb of its own: what the last one had used up counts no more. */
function fromTheStart({ kick: _, ...state }: LoginState): LoginState {
  return { ...state, attempt: 0, profileSwitched: false, pushed: false }
}

/** Steps on a rung, or on the next one that is possible. */
function climb(state: LoginState, rung: Exclude<Rung, 'qr'>): LoginStep {
  const { session, shortLived } = state
  if (session === undefined) return showQr(state)
  if (rung === 'push')
    return moved({ ...state, rung, pushed: true, healthy: false }, { type: 'confirming' }, [{ type: 'push', session }])
  const resume: LoginEffect = { type: 'resume', session }
  return moved({ ...state, rung, healthy: false }, { type: 'resuming' }, [
    after(shortLived - 1, betweenSessions, resume),
  ])
}

/** Begins with a pause, if attempts came to nothing before. */
const after = (attempt: number, longest: number, next: LoginEffect): LoginEffect =>
  attempt <= 0 ? next : { type: 'rest', attempt, longest, next }

function showQr(state: LoginState): LoginStep {
  const attempt = state.attempt + 1
  const { profile, shortLived } = state
  const ask: LoginEffect = { type: 'ask', profile, attempt }
  const rested =
    shortLived > attempt ? after(shortLived - 1, betweenSessions, ask) : after(attempt - 1, betweenCodes, ask)
  return { state: { ...state, rung: 'qr', attempt, healthy: false }, effects: [rested] }
}

function lost(options: LoginOptions, before: LoginState, why: Failure, now: number): LoginStep {
  if (before.phase.type !== 'online') return { state: before }
  const shortLived = now - before.openedAt < longEnough ? before.shortLived + 1 : 0
  const state: LoginState = { ...before, shortLived }
  if (why.kind === 'loggedOut' && why.detail.code === Ret.sessionInvalid) return kicked(options, state, now)
  if (state.healthy) return climb(fromTheStart(state), 'resume')
  // A new session may have been refused by a hiccup; one that was resumed, and is refused before it was seen to work, is no good.
  return state.rung === 'resume' ? resumedInVain(options, state, refusal(why)) : climb(state, 'resume')
}

function resumedInVain(options: LoginOptions, state: LoginState, why: Failure): LoginStep {
  if (why.kind === 'refused') return refused(state, why)
  return state.pushed ? nextCode(options, { ...state, rung: 'qr' }, why) : climb(state, 'push')
}

function kicked(options: LoginOptions, state: LoginState, now: number): LoginStep {
  const events: readonly LoginEvent[] = [{ type: 'kicked', code: 1101 }]
  const kickedState: LoginState = { ...fromTheStart(state), kick: 1101, rung: 'push' }
  if (state.session !== undefined && now - state.pushedAt >= pushAgainAfter) {
    const shown = moved(kickedState, { type: 'kicked', code: 1101, waiting: false }, [], events)
    return chain(shown, climb({ ...shown.state, pushedAt: now }, 'push'))
  }
  const step = afterKick(options, kickedState)
  return { ...step, events: [...events, ...(step.events ?? [])] }
}

/** No push login: the QR code only where the user said that it may come by itself. */
function afterKick(options: LoginOptions, state: LoginState): LoginStep {
  const code = state.kick ?? 1101
  if (options.relogin === 'always') return showQr(state)
  return moved(state, { type: 'kicked', code, waiting: true }, [])
}

const chain = (first: LoginStep, second: LoginStep): LoginStep => ({
  ...second,
  events: [...(first.events ?? []), ...(second.events ?? [])],
  effects: [...(first.effects ?? []), ...(second.effects ?? [])],
})

function asked(state: LoginState, uuid: string, qr: Qr | undefined): LoginStep {
  const poll: LoginEffect = { type: 'poll', uuid, tip: 1, profile: state.profile, notBefore: 0 }
  return qr === undefined ? { state, effects: [poll] } : moved(state, { type: 'qr', qr }, [poll])
}

function polled(options: LoginOptions, state: LoginState, message: LoginMessage & { type: 'polled' }): LoginStep {
  const { profile } = state
  const { poll, uuid, startedAt } = message
  const next: LoginEffect = { type: 'poll', uuid, tip: 0, profile, notBefore: startedAt + betweenPolls }
  switch (poll.type) {
    case 'waiting':
      return { state, effects: [next] }
    case 'scanned':
      return state.phase.type === 'scanned' ? { state, effects: [next] } : moved(state, { type: 'scanned' }, [next])
    case 'confirmed':
      return moved(state, { type: 'entering' }, [{ type: 'enter', redirectUri: poll.redirectUri, profile }])
    case 'cancelled':
    case 'expired':
      return nextCode(options, state)
  }
}

/**
 * A code led to nothing: after a push login comes the QR code, after a QR code a new one. `why`: what was in the way, where it was
 * not the person at the phone.
 */
function nextCode(options: LoginOptions, state: LoginState, why?: Failure): LoginStep {
  if (state.rung === 'push' && state.kick !== undefined) return afterKick(options, state)
  if (state.rung !== 'qr' || state.attempt < options.qrAttempts) return showQr(state)
  return gaveUp(state, why ?? failure('qrExpired', { attempts: state.attempt }))
}

const gaveUp = (state: LoginState, why: Failure): LoginStep => ({
  state,
  events: [{ type: 'gaveUp', failure: why }],
  done: true,
})

function online(state: LoginState, { session, init, fresh, now }: LoginMessage & { type: 'initialised' }): LoginStep {
  return moved(
    { ...state, session, healthy: false, openedAt: now },
    { type: 'online' },
    [],
    [{ type: 'loggedIn', session, init, fresh }],
  )
}

function failed(options: LoginOptions, state: LoginState, why: Failure): LoginStep {
  if (why.kind === 'foreignHost' && advise(why) === 'stop') return gaveUp(state, why)
  if (why.kind === 'refused') return refused(state, why)
  if (state.rung === 'resume') {
    const step = resumedInVain(options, state, why)
    return { ...step, events: [{ type: 'trouble', failure: why, attempt: 1 }, ...(step.events ?? [])] }
  }
  return nextCode(options, state, why)
}

/** Some accounts are let in as the desktop client only, or as the browser only: one try with the other, then the truth. */
function refused(state: LoginState, why: Failure): LoginStep {
  if (state.profileSwitched) return gaveUp(state, why)
  const next = state.profile === 'web' ? 'desktop' : 'web'
  const step = showQr({ ...state, profile: next, profileSwitched: true })
  return { ...step, events: [{ type: 'refusedOnce', failure: why, next }, ...(step.events ?? [])] }
}

function logout(state: LoginState): LoginStep {
  const { session } = state
  if (session !== undefined) return { state: { ...state, leaving: true }, effects: [{ type: 'leave', session }] }
  return { ...moved(state, { type: 'loggedOut' }, []), done: true }
}
