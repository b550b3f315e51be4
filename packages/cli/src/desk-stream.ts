import type { ServerResponse } from 'node:http'
import type { Desk } from './desk.ts'

/** The way to pages that are open: server-sent events. */
export interface DeskStream {
  /** A page was opened: it is told everything so far, and then each thing as it comes. */
  join(response: ServerResponse): void
  /** Says goodbye to every page. */
  end(): void
}

/** Counts change with every row; a page is told of them so often, ms. */
const COUNTS_EVERY = 200
/** A page that does not read is left alone when so many bytes wait for it. */
const MOST_WAITING = 4 * 1024 * 1024
/** A word now and then, so that both ends notice when the other has gone, ms. */
const BREATH = 15_000

/** Makes the stream of one desk. */
export function openDeskStream(desk: Desk): DeskStream {
  const pages = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | undefined
  const breath = setInterval(() => tellAll(': \n\n'), BREATH).unref()
  const leave = desk.log.listen((entry) => {
    if (pages.size === 0) return
    if (entry !== undefined) tellAll(eventText('entry', entry))
    timer ??= setTimeout(() => {
      timer = undefined
      tellAll(eventText('counts', figures()))
    }, COUNTS_EVERY).unref()
  })

  function figures(): object {
    return { counts: desk.log.counts() }
  }

  function tellAll(text: string): void {
    for (const page of pages) {
      if (page.writableLength > MOST_WAITING) page.destroy()
      else page.write(text)
    }
  }

  return {
    join(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      const contracts = [...desk.contracts.values()].map(({ contract }) => ({
        name: contract.name,
        title: contract.title,
        version: contract.version,
        events: Object.entries(contract.events).map(([name, { what }]) => ({ name, what })),
      }))
      response.write(eventText('all', { contracts, entries: desk.log.entries(), ...figures() }))
      pages.add(response)
      response.on('close', () => pages.delete(response))
    },
    end() {
      leave()
      clearInterval(breath)
      clearTimeout(timer)
      for (const page of pages) page.end(eventText('counts', figures()) + eventText('end', {}))
    },
  }
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
