import { accessSync } from 'node:fs'

/** The browser that tests look at pages with. Throws with what to do where there is none. */
export function findChromium(): string {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = places.find((place) => {
    try {
      accessSync(place ?? '')
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) throw new Error('This test needs Chromium: `apt-get install chromium`, or CHROMIUM=path.')
  return found
}
