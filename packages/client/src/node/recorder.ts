// The file beside the CommonJS door: everything that records.
import type { Contract } from '@plainsight/contract'
import { takeRareGates } from '@plainsight/contract/judge'
import { makeTelemetry } from '../core/telemetry.ts'
import type { Telemetry, TelemetryOptions } from '../core/telemetry-types.ts'
import type { World } from '../core/world.ts'
import type { Given } from './given.ts'
import { loadControl } from './load-control.ts'
import { createNodeWorld } from './node-world.ts'

/**
 * Makes the telemetry of this process, with what the process had when its tool asked for one. What it takes and gives stays as it is: a
 * tool that replaces itself while it runs may have the door of one version and this file of the next.
 * @param onLeave the door's own way to hear of the end
 */
export function recordHere<C extends Contract>(
  contract: C,
  options: TelemetryOptions,
  given: Given,
  onLeave: World['onLeave'],
): Telemetry<C> {
  // The types of field that few contracts use lie beside this file.
  takeRareGates((kind) => loadControl()?.rareGate(kind))
  const make = (world: World): Telemetry<C> => makeTelemetry(contract, options, world)
  const world = createNodeWorld(contract, options, given, onLeave)
  // A process that the developer's desk started tells it what was recorded.
  return (world.env.PLAINSIGHT_DESK && loadControl()?.atDesk(make, world, contract.name)) || make(world)
}
