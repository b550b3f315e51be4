/** Bytes that bodies in flight may grow to, all together. */
export interface RoomBudget {
  /**
   * Takes room for a body.
   * @returns a function that gives it back, however often it is called; undefined when there is not enough
   */
  take(bytes: number): (() => void) | undefined
  /** Bytes taken now. */
  taken(): number
}

/** Makes a budget of so many bytes. */
export function createRoomBudget(bytes: number): RoomBudget {
  let taken = 0
  return {
    take(wanted) {
      if (taken + wanted > bytes) return undefined
      taken += wanted
      let held = true
      return () => {
        if (held) taken -= wanted
        held = false
      }
    },
    taken: () => taken,
  }
}
