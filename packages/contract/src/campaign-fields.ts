import type { FieldSpec } from './field-spec.ts'
import { freezeSpec } from './freeze-spec.ts'
import { campaign, type CampaignSpec } from './fields/campaign.ts'
import { choice, type ChoiceSpec } from './fields/choice.ts'
import { domain, type DomainSpec } from './fields/domain.ts'
import { flag, type FlagSpec } from './fields/flag.ts'
import { route, type RouteSpec } from './fields/route.ts'

/** Ways in which somebody comes, as they are inferred from the link and the referrer. */
export type Channel = 'direct' | 'organic' | 'paid' | 'social' | 'email' | 'referral' | 'affiliate' | 'assistant'

/** Advertisers whose click id a link may carry; the id itself is never kept. */
export type ClickId = 'google' | 'microsoft' | 'meta' | 'linkedin' | 'x' | 'reddit' | 'tiktok' | 'none'

/** What is kept of one touch. The search terms of a link (`utm_term`) are free text and are left out. */
interface TouchFields {
  readonly Source: CampaignSpec
  readonly Medium: CampaignSpec
  readonly Campaign: CampaignSpec
  readonly Content: CampaignSpec
  readonly Id: CampaignSpec
  readonly Channel: ChoiceSpec<Channel>
  readonly Landing: RouteSpec
  readonly Referrer: DomainSpec
  readonly ClickId: ChoiceSpec<ClickId>
  readonly HasClickId: FlagSpec
}

/** The fields of several touches, named by touch and part: `firstSource`, `lastReferrer`. */
export type CampaignFields<Touch extends string> = {
  readonly [Name in `${Touch}${keyof TouchFields}`]: Name extends `${Touch}${infer Part extends keyof TouchFields}`
    ? TouchFields[Part]
    : FieldSpec
}

/**
 * Ten fields for each touch of a campaign, to be spread among a contract's `fields`: source, medium, campaign, content and id of the
 * link; the inferred channel; the page that was landed on; the site somebody came from; whose click id the link had, and whether it had
 * one. Search terms are free text and are left out.
 * @param touches such as `current`, `first`, `last`
 * @param options `labels`: the labels of your links, or how many of any the collector keeps (default 50); `pages`: templates as in
 *   `route`; `sites`: as in `domain`; `since`: the contract version that first declared them
 */
export function campaignFields<const Touch extends string>(
  touches: readonly Touch[],
  options: {
    readonly labels?: readonly string[] | { readonly atMost: number }
    readonly pages?: readonly string[]
    readonly sites?: readonly string[]
    readonly since?: string
  } = {},
): CampaignFields<Touch> {
  const { labels = { atMost: 50 }, pages = ['/', '/*'], sites = [], since } = options
  const one = (words: string, doc: string): FieldSpec => choice(words.split(' '), doc)
  const fields: { [name: string]: FieldSpec } = {}
  for (const touch of touches) {
    const put = (part: string, make: (doc: string) => FieldSpec): void => {
      const field = make(`${part} of the ${touch} visit`)
      fields[touch + part] = since === undefined ? field : freezeSpec({ ...field, since })
    }
    for (const part of ['Source', 'Medium', 'Campaign', 'Content', 'Id']) put(part, (doc) => campaign(labels, doc))
    put('Channel', (doc) => one('direct organic paid social email referral affiliate assistant', doc))
    put('Landing', (doc) => route(pages, doc))
    put('Referrer', (doc) => domain(sites, doc))
    put('ClickId', (doc) => one('google microsoft meta linkedin x reddit tiktok none', doc))
    put('HasClickId', (doc) => flag(doc))
  }
  return fields as CampaignFields<Touch>
}
