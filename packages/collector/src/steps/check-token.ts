import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import { headerOf } from '../ingest-request.ts'
import type { Announced, Named } from '../passage.ts'

/** Finds out what a token stands for. Without one a sender is nobody in particular, which is the usual case. */
export function checkToken(value: Announced & { readonly sender: string }, { grantOf }: Desk): Named | Answer {
  const header = headerOf(value.request, 'authorization')
  if (header === undefined) return { ...value, grant: undefined }
  const token = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(header.trim())?.[1]
  const grant = token === undefined ? undefined : grantOf(token)
  if (grant !== undefined) return { ...value, grant }
  const answer = refuse('unknown-token')
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } }
}
