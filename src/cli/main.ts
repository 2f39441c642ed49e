#!/usr/bin/env node
import { endOnSignals } from './stop-asked.js'

// First of all, and before the rest is read: a command can be stopped from its first moment on.
endOnSignals(process.argv[2])
await import('./program.js')
