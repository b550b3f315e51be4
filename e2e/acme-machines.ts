import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../tools/demo/fleet.ts'
import { furnishMachine, type Place } from '../tools/demo/furnish-machine.ts'
import { untilQuiet } from '../tools/demo/play-fleet.ts'
import { playRun, type RunResult } from '../tools/demo/play-run.ts'
import { readMachine, type MachineState } from '../tools/demo/read-machine.ts'

const DAY = 86_400_000

/** A machine with the example tool on it. */
export interface AcmeMachine {
  readonly place: Place
  /** Runs the tool so many days ago, at 9:00 UTC and a minute later each time; today is now. */
  run(daysAgo: number, args: readonly string[], more?: RunOptions): Promise<RunResult>
  /** Waits until no sender is at work, and reads what lies on the disk. */
  state(): Promise<MachineState>
}

/** What one run has of its own. */
export interface RunOptions {
  readonly endpoint?: string
  readonly env?: { readonly [name: string]: string }
  readonly terminal?: boolean
  readonly killed?: boolean
}

/** Machines in a folder of their own. */
export interface AcmeMachines {
  readonly folder: string
  add(name: string, endpoint: string, role?: Role): AcmeMachine
  /** Waits for every sender and removes everything. */
  remove(): Promise<void>
}

/** Makes room for machines. */
export function acmeMachines(): AcmeMachines {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-e2e-'))
  const places: Place[] = []
  return {
    folder,
    add(name, endpoint, role = 'yes') {
      const place = furnishMachine(join(folder, 'machines'), {
        name,
        role,
        files: 5,
        notes: 2,
        ...(role === 'older' ? {} : { upgrade: Infinity }),
      })
      places.push(place)
      let runs = 0
      return {
        place,
        run(daysAgo, args, more = {}) {
          const now = daysAgo === 0 ? Date.now() : startOfDay(daysAgo) + (540 + runs++) * 60_000
          return playRun({ ...place, env: { ...place.env, ...more.env } }, args, {
            tool: place.tool(daysAgo),
            endpoint: more.endpoint ?? endpoint,
            now,
            terminal: more.terminal ?? false,
            killed: more.killed ?? false,
          })
        },
        async state() {
          await untilQuiet([place])
          return readMachine(place)
        },
      }
    },
    async remove() {
      await untilQuiet(places)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The UTC day so many days ago, `2026-11-19`. */
export function dayAgo(daysAgo: number): string {
  return new Date(startOfDay(daysAgo)).toISOString().slice(0, 10)
}

function startOfDay(daysAgo: number): number {
  const now = Date.now()
  return now - (now % DAY) - daysAgo * DAY
}
