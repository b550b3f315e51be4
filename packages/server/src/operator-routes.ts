import { Hono, type Context } from 'hono'
import type { ContractRegistry } from '@plainsight/collector'
import { QUESTIONS, type Asked } from '@plainsight/questions'
import type { createAnswerer } from './answer-question.ts'
import { contractMenus } from './contract-menus.ts'
import { PAGE_HEADERS, type DashboardFiles } from './dashboard-files.ts'
import { namesLoopback } from './loopback.ts'

/** What the operators' routes are made of. */
export interface OperatorRoutesOptions {
  readonly registry: ContractRegistry
  readonly answer: ReturnType<typeof createAnswerer>
  readonly dashboard: DashboardFiles | undefined
  /** Whether the server listens on a loopback address only. On any other nobody is let in: there are no operators yet. */
  readonly isLocal: boolean
}

/** `/api/` and `/app/`. */
export function operatorRoutes({ registry, answer, dashboard, isLocal }: OperatorRoutesOptions): Hono {
  const app = new Hono()

  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value)
    c.header('cache-control', 'no-store')
    if (!isLocal)
      return fail(c, 401, 'closed', 'The dashboard is closed on this address: only a server on 127.0.0.1 shows it.')
    if (!namesLoopback(c.req.header('host')))
      return fail(c, 401, 'closed', 'The dashboard is shown under the name of this machine only, as http://127.0.0.1.')
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('allow', 'GET, HEAD')
      return fail(c, 405, 'wrong-method', 'This path takes GET only.')
    }
    return next()
  })

  app.get('/api/contracts', (c) => c.json(contractMenus(registry)))
  app.get('/api/questions', (c) =>
    c.json(QUESTIONS.map(({ name, title, description, parameters }) => ({ name, title, description, parameters }))),
  )
  app.get('/api/questions/:name', async (c) => {
    const asked: Asked = {
      event: c.req.query('event'),
      from: c.req.query('from'),
      to: c.req.query('to'),
      by: c.req.query('by'),
      measure: c.req.query('measure'),
      where: c.req.queries('where'),
    }
    const got = await answer(c.req.query('contract'), c.req.param('name'), asked)
    return got.kind === 'answer' ? c.json(got.answer) : fail(c, got.status, got.error, got.message)
  })

  app.get('/app', (c) => c.redirect('/app/'))
  app.get('/app/*', (c) => {
    if (dashboard === undefined)
      return fail(c, 503, 'not-built', 'The dashboard has not been built: run `npm run build -- --dashboard`.')
    const packs = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    return dashboard.answer(c.req.path.slice('/app/'.length), packs, c.req.header('if-none-match')) ?? notFound(c)
  })

  app.notFound(notFound)
  // The message of an error could hold what was asked; the sentence cannot.
  app.onError((_error, c) => fail(c, 500, 'failed', 'The question could not be answered; this is a mistake of ours.'))
  return app
}

function notFound(c: Context): Response {
  return fail(c, 404, 'not-found', 'There is nothing at this path.')
}

function fail(c: Context, status: 400 | 401 | 404 | 405 | 500 | 503, error: string, message: string): Response {
  return c.json({ error, message }, status)
}
