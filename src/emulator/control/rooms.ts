import type { RoomVerbs } from '../room-verbs.js'
import { type Control, deed, done } from './control.js'
import { flag, text } from './field.js'
import { by, noticeForm, person, persons, room } from './fields.js'

/** A control for each verb of a room: one that is missing here does not compile. */
export const rooms = {
  rename: deed(
    'renameRoom',
    'A member gives a room another topic.',
    { room, topic: text('The topic.'), by },
    (world, given) => done(world.room(given.room).rename(given.topic, given.by)),
  ),
  add: deed('addMembers', 'A member invites persons into a room.', { room, persons, by }, (world, given) =>
    done(world.room(given.room).add(given.persons, given.by)),
  ),
  join: deed(
    'joinRoom',
    'A person joins a room by the QR code that a member has shared.',
    { room, person, by },
    (world, given) => done(world.room(given.room).join(given.person, given.by)),
  ),
  remove: deed(
    'removeMember',
    'A member removes somebody from a room.',
    { room, person: text('The id of who is removed.'), by, form: noticeForm },
    (world, given) => done(world.room(given.room).remove(given.person, given.by, given.form)),
  ),
  leave: deed('leaveRoom', 'A member leaves a room.', { room, person }, (world, given) =>
    done(world.room(given.room).leave(given.person)),
  ),
  setOwner: deed(
    'setOwner',
    'A room gets another owner.',
    { room, person: text('The id of the new owner.') },
    (world, given) => done(world.room(given.room).setOwner(given.person)),
  ),
  restrict: deed(
    'restrictRoom',
    'Only the owner may rename a room from now on, or everybody again.',
    { room, restricted: flag('Only the owner may.') },
    (world, given) => done(world.room(given.room).restrict(given.restricted)),
  ),
  display: deed(
    'displayName',
    'A member takes another name in a room.',
    { room, person, displayName: text('The name in this room.') },
    (world, given) => done(world.room(given.room).display(given.person, given.displayName)),
  ),
  announce: deed(
    'announce',
    'A member puts up an announcement.',
    { room, text: text('What it says.'), by },
    (world, given) => done(world.room(given.room).announce(given.text, given.by)),
  ),
  notice: deed('notice', 'A system text comes into a room.', { room, text: text('What it says.') }, (world, given) =>
    done(world.room(given.room).notice(given.text)),
  ),
} as const satisfies Record<keyof RoomVerbs, Control>
