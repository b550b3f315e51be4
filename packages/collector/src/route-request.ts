import { refuse, type Answer } from './answer.ts'
import type { CollectorHealth } from './collector-health.ts'
import type { Desk } from './desk.ts'
import { INGEST } from './ingest.ts'
import type { IngestRequest } from './ingest-request.ts'
import { contractPage, json, rootPage, wellKnownPage } from './public-pages.ts'

interface Route {
  readonly methods: readonly string[]
  answer(request: IngestRequest): Answer | Promise<Answer>
}

/** The paths of the collector. HEAD is taken where GET is; whoever writes the answer leaves its body out. */
export function routeRequest(
  desk: Desk,
  health: () => CollectorHealth,
): { readonly owns: (path: string) => boolean; readonly answer: (request: IngestRequest) => Answer | Promise<Answer> } {
  const { registry } = desk
  const read = (answer: (request: IngestRequest) => Answer): Route => ({ methods: ['GET', 'HEAD'], answer })
  const routes = new Map<string, Route>([
    ['/', read(() => rootPage(registry))],
    ['/.well-known/telemetry.json', read(() => wellKnownPage(registry))],
    // Alive as long as it answers at all.
    ['/healthz', read(() => json(200, { status: 'success' }))],
    // Ready as long as it can take a batch: the store may be away.
    [
      '/readyz',
      read(() => {
        const { status, message } = health()
        return json(status === 'error' ? 503 : 200, { status, message })
      }),
    ],
    ['/v1/health', read(() => json(200, health()))],
    ['/v1/batches', { methods: ['POST'], answer: (request) => ingest(request, desk) }],
  ])
  const contract = read(
    ({ path }) =>
      contractPage(registry, contractName(path) ?? '') ?? refuse('not-found', 'This contract is not known here.'),
  )
  const routeOf = (path: string): Route | undefined =>
    routes.get(path) ?? (contractName(path) === undefined ? undefined : contract)

  return {
    owns: (path) =>
      path === '/' ||
      path === '/healthz' ||
      path === '/readyz' ||
      path.startsWith('/v1/') ||
      path.startsWith('/.well-known/'),
    answer(request) {
      const route = routeOf(request.path)
      if (route === undefined) return refuse('not-found')
      if (route.methods.includes(request.method)) return route.answer(request)
      const answer = refuse('wrong-method')
      return { ...answer, headers: { ...answer.headers, allow: route.methods.join(', ') } }
    },
  }
}

function contractName(path: string): string | undefined {
  return /^\/v1\/contracts\/([a-z][a-z0-9-]{1,38})$/.exec(path)?.[1]
}

async function ingest(request: IngestRequest, desk: Desk): Promise<Answer> {
  let release: (() => void) | undefined
  try {
    const start = { request, onEnd: (given: () => void) => void (release = given) }
    return await INGEST.run(start, desk)
  } finally {
    release?.()
  }
}
