/** Public sites that people come from, as `spec/known/referrer.json` holds them for every other language. */
export interface ReferrerList {
  /** Registrable domains. */
  readonly names: readonly string[]
  /** Other domains of the same site → its name. Domains of single countries are folded: they would say where somebody is. */
  readonly aliases: { readonly [from: string]: string }
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

// `google.de google.fr` → google.com: one table row for all of them.
const folded = (table: { readonly [to: string]: string }): { readonly [from: string]: string } =>
  Object.fromEntries(Object.entries(table).flatMap(([to, from]) => words(from).map((name) => [name, to] as const)))

/**
 * The lists, each an edition that never changes again: a contract names the edition, so that a newer release of Plainsight takes the same
 * values. Search engines, forums, code hosts, package registries, assistants: sites so large that coming from one tells nobody apart.
 */
export const REFERRERS: readonly ReferrerList[] = [
  {
    names: words(`
      google.com bing.com duckduckgo.com yahoo.com yandex.com baidu.com ecosia.org brave.com startpage.com qwant.com kagi.com naver.com
      chatgpt.com claude.ai perplexity.ai gemini.google.com copilot.microsoft.com phind.com
      github.com gitlab.com bitbucket.org codeberg.org sourceforge.net
      npmjs.com pypi.org crates.io rubygems.org packagist.org nuget.org pkg.go.dev hub.docker.com marketplace.visualstudio.com huggingface.co
      stackoverflow.com stackexchange.com news.ycombinator.com lobste.rs reddit.com dev.to medium.com hashnode.com substack.com
      producthunt.com alternativeto.net
      youtube.com x.com facebook.com linkedin.com instagram.com mastodon.social bsky.app threads.net discord.com slack.com t.me
      developer.mozilla.org wikipedia.org w3.org nodejs.org python.org microsoft.com apple.com amazon.com`),
    aliases: folded({
      'google.com': `google.ad google.ae google.at google.be google.bg google.ca google.ch google.cl google.cz google.de google.dk google.ee
        google.es google.fi google.fr google.gr google.hr google.hu google.ie google.it google.lt google.lu google.lv google.nl google.no
        google.pl google.pt google.ro google.rs google.ru google.se google.si google.sk google.com.ar google.com.au google.com.br
        google.com.co google.com.hk google.com.mx google.com.my google.com.ng google.com.pe google.com.ph google.com.pk google.com.sa
        google.com.sg google.com.tr google.com.tw google.com.ua google.com.vn google.co.id google.co.il google.co.in google.co.jp
        google.co.ke google.co.kr google.co.nz google.co.th google.co.uk google.co.za`,
      'yandex.com': 'yandex.ru yandex.by yandex.kz yandex.com.tr ya.ru',
      'yahoo.com': 'yahoo.co.jp yahoo.co.uk yahoo.de yahoo.fr',
      'amazon.com': 'amazon.co.jp amazon.co.uk amazon.de amazon.fr amazon.in',
      'chatgpt.com': 'chat.openai.com',
      'pypi.org': 'pypi.io',
      'x.com': 'twitter.com t.co',
      'youtube.com': 'youtu.be',
      'facebook.com': 'fb.com fb.me',
      'linkedin.com': 'lnkd.in',
      'reddit.com': 'redd.it',
      'stackexchange.com': 'superuser.com serverfault.com askubuntu.com',
      't.me': 'telegram.org telegram.me',
    }),
  },
]

/** The list of an edition; undefined where there is none. */
export function referrerList(edition: number): ReferrerList | undefined {
  return REFERRERS[edition - 1]
}
