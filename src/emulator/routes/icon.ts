import { of } from 'rxjs'
import { pictureAnswer } from '../answer.js'
import { pictureBytes } from '../picture.js'
import type { Route } from '../route.js'

/** Avatars of persons and rooms: one picture for all. */
export const icon: Route = () => of(pictureAnswer(pictureBytes()))
