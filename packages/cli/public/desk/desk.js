// The page of the developer's desk: draws what the desk tells over server-sent events. Every text that came from outside is set as
// text, never as markup.

const MOST_SHOWN = 300
const $ = (id) => document.getElementById(id)
const state = {
  contracts: [],
  entries: [],
  counts: {},
  show: 'all',
  search: '',
  held: false,
  current: -1,
  open: new Set(),
}

/** Makes an element with texts and children. */
function make(tag, { className, ...attributes } = {}, ...children) {
  const element = document.createElement(tag)
  if (className) element.className = className
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

function say(kind, text) {
  $('state').dataset.state = kind
  $('state').textContent = text
}

const misfits = (entry) =>
  (entry.records ?? []).some(
    (record) =>
      record.dropped ||
      record.values.some((value) => value.verdict === 'refused' || (value.verdict === 'coerced' && value.reason)),
  ) || (entry.drift ?? []).length > 0

function isShown(entry) {
  if (state.show === 'misfit' && !misfits(entry)) return false
  if (state.show === 'batch' && entry.kind === 'call') return false
  return state.search === '' || JSON.stringify(entry).toLowerCase().includes(state.search)
}

const MARKS = { kept: '✓', coerced: '~', refused: '✗' }
const WORDS = { kept: 'kept', coerced: 'changed', refused: 'refused' }

function verdictOf(entry) {
  const records = entry.records ?? []
  if (entry.kind === 'note' || records.some(({ dropped }) => dropped)) return 'refused'
  const values = [...records.flatMap((record) => record.values), ...(entry.context ?? [])]
  if (values.some(({ verdict }) => verdict === 'refused')) return 'refused'
  return values.some(({ verdict, reason }) => verdict === 'coerced' && reason) || (entry.drift ?? []).length > 0
    ? 'coerced'
    : 'kept'
}

// A rule names values between back quotes.
const ruleParts = (rule) => rule.split('`').map((part, i) => (i % 2 === 0 ? part : make('code', {}, part)))

function drawValue({ field, given, kept, verdict, reason, because, rule }) {
  const why = [reason, because].filter(Boolean).join(': ')
  const shown = make('code', {}, kept === undefined ? given : `${given} → ${kept}`)
  const words = make('span', { className: 'rule' })
  if (why) words.append(make('span', { className: verdict }, why), rule ? ' · ' : '')
  words.append(...ruleParts(rule))
  return make(
    'div',
    { className: `value ${verdict}-row` },
    make('span', { className: `mark ${verdict}`, role: 'img', 'aria-label': WORDS[verdict] }, MARKS[verdict]),
    make('span', { className: 'field' }, field),
    shown,
    words,
  )
}

function drawDetail(entry) {
  const detail = make('div', { className: 'detail' })
  if (entry.from) detail.append(make('p', { className: 'rule' }, `recorded at ${entry.from}`))
  if (entry.context?.length) detail.append(make('h4', {}, 'context'), drawValues(entry.context))
  for (const record of entry.records ?? []) {
    if (entry.kind !== 'call') {
      const often = record.count > 1 || (record.count === 1 && !record.at) ? ` ×${record.count}` : ''
      detail.append(make('h4', {}, record.event + often + (record.at ? ` at ${record.at}` : '')))
    }
    if (record.dropped) detail.append(make('p', { className: 'why' }, `${record.dropped}. ${record.because}`))
    detail.append(drawValues(record.values))
  }
  for (const { event, field, reason, because, rule } of entry.drift ?? [])
    detail.append(drawValue({ field: `${event} ${field}`, given: '', verdict: 'coerced', reason, because, rule }))
  return detail
}

function drawValues(values) {
  const box = make('div', { className: 'values' }, ...values.map(drawValue))
  if (values.length === 0) box.append(make('span', { className: 'rule' }, 'no values'))
  return box
}

function drawEntry(entry, index) {
  const verdict = verdictOf(entry)
  const isOpen = state.open.has(entry.id)
  const title = { call: entry.title, batch: entry.title, kept: entry.title, note: entry.title }[entry.kind]
  const button = make(
    'button',
    { type: 'button', 'aria-expanded': String(isOpen) },
    make('time', { datetime: entry.time }, new Date(entry.time).toLocaleTimeString([], { hour12: false })),
    make('span', { className: `mark ${verdict}`, role: 'img', 'aria-label': WORDS[verdict] }, MARKS[verdict]),
    make('span', { className: 'title' }, title),
    make('span', { className: 'from', title: entry.from ?? '' }, nearEnd(entry.from ?? '')),
  )
  button.addEventListener('click', () => {
    state.current = index
    toggle(entry.id)
  })
  const item = make('li', { className: `entry${index === state.current ? ' current' : ''}` }, button)
  if (entry.isFresh) item.classList.add('fresh')
  if (isOpen) item.append(drawDetail(entry))
  return item
}

// The last two parts of a path: the rest is the developer's own folder, and in the title.
const nearEnd = (path) => path.split(/[\\/]/).slice(-2).join('/')

function toggle(id) {
  if (!state.open.delete(id)) state.open.add(id)
  drawList()
}

const shownEntries = () => state.entries.filter(isShown).slice(-MOST_SHOWN).reverse()

function drawList() {
  const focused = document.activeElement?.closest('.entry') !== null && $('list').contains(document.activeElement)
  const shown = shownEntries()
  $('list').replaceChildren(...shown.map(drawEntry))
  if (focused) $('list').children[Math.max(0, state.current)]?.querySelector('button').focus()
  $('misfits').textContent = String(state.entries.filter(misfits).length)
  $('empty').replaceChildren(...(shown.length > 0 ? [] : [emptyHint()]))
}

function emptyHint() {
  if (!state.told) return make('p', { className: 'hint' }, 'Waiting for the desk…')
  if (state.entries.length > 0)
    return make(
      'p',
      { className: 'hint' },
      state.show === 'misfit' && !state.search ? 'Everything fitted so far.' : 'Nothing of what happened is like this.',
    )
  const hint = make(
    'div',
    { className: 'hint' },
    'Nothing was recorded yet. Start the desk with a command, and what it records is here at once:',
  )
  hint.append(make('code', {}, 'plainsight dev --stay -- COMMAND'), 'or let a program report to it:')
  for (const { name } of state.contracts) {
    const stem = name.toUpperCase().replaceAll('-', '_')
    hint.append(make('code', {}, `${stem}_TELEMETRY=1 ${stem}_TELEMETRY_ENDPOINT=${location.origin}`))
  }
  return hint
}

function drawCounts() {
  const blocks = []
  for (const { name, version, events } of state.contracts) {
    if (state.contracts.length > 1) blocks.push(make('h3', {}, [name, version].join(' ')))
    const seen = state.counts[name] ?? {}
    const declared = events.map((event) => event.name)
    const others = Object.keys(seen).filter((event) => !declared.includes(event))
    for (const event of [
      ...events,
      ...others.map((other) => ({ name: other, what: 'Presence: that the machine was active' })),
    ])
      blocks.push(drawCount(event, seen[event.name]))
  }
  $('counts').replaceChildren(...blocks)
}

function drawCount({ name, what }, seen) {
  const block = make('div', { className: seen ? 'event' : 'event none' })
  block.append(
    make('h3', {}, make('span', {}, name), make('span', {}, seen ? String(seen.count) : 'not yet')),
    make('p', {}, what),
  )
  for (const [field, values] of Object.entries(seen?.values ?? {})) {
    const items = Object.entries(values)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 12)
      .map(([value, count]) => make('li', {}, `${field} ${value} `, make('b', {}, String(count))))
    block.append(make('ul', {}, ...items))
  }
  return block
}

function connect() {
  const source = new EventSource('events')
  source.addEventListener('all', ({ data }) => {
    const { contracts, entries, counts } = JSON.parse(data)
    Object.assign(state, { contracts, entries, counts, told: true })
    const names = contracts.map(({ title, version }) => `${title} ${version}`).join(', ')
    $('name').replaceChildren(names, ' ', make('small', {}, 'developer’s desk'))
    document.title = `${names} · desk`
    say('live', 'live')
    drawCounts()
    drawList()
  })
  source.addEventListener('entry', ({ data }) => {
    state.entries.push({ ...JSON.parse(data), isFresh: true })
    if (state.entries.length > 500) state.entries.shift()
    if (state.current >= 0) state.current += 1
    if (!state.held) drawSoon()
  })
  source.addEventListener('counts', ({ data }) => {
    state.counts = JSON.parse(data).counts
    if (!state.held) drawCounts()
  })
  source.addEventListener('end', () => {
    source.close()
    say('gone', 'The desk has ended; what it showed stays.')
  })
  source.addEventListener('error', () => {
    // The browser tries again by itself until the desk is back, or another one has the port.
    if (source.readyState === EventSource.CLOSED) say('gone', 'The desk does not answer. Is it still running?')
    else say('gone', 'The desk does not answer; trying again…')
    drawList()
  })
}

let soon = 0
function drawSoon() {
  soon ||= requestAnimationFrame(() => {
    soon = 0
    drawList()
    for (const entry of state.entries) entry.isFresh = false
  })
}

function show(what) {
  state.show = what
  state.current = -1
  for (const button of document.querySelectorAll('[data-show]'))
    button.setAttribute('aria-pressed', String(button.dataset.show === what))
  drawList()
}

function hold() {
  state.held = !state.held
  $('hold').setAttribute('aria-pressed', String(state.held))
  if (!state.held) {
    drawCounts()
    drawList()
  }
}

function help() {
  $('help').hidden = !$('help').hidden
  $('keys').setAttribute('aria-expanded', String(!$('help').hidden))
}

const THEME = 'plainsight-desk-theme'
function theme(next) {
  document.documentElement.dataset.theme = next
  try {
    localStorage.setItem(THEME, next)
  } catch {
    // Without storage it is the system's choice the next time.
  }
}
const otherTheme = () => theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark')

function move(by) {
  const shown = shownEntries()
  if (shown.length === 0) return
  state.current = Math.min(shown.length - 1, Math.max(0, state.current + by))
  drawList()
  const item = $('list').children[state.current]
  item.querySelector('button').focus({ preventScroll: true })
  item.scrollIntoView({ block: 'nearest' })
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  1: () => show('all'),
  2: () => show('misfit'),
  3: () => show('batch'),
  p: hold,
  d: otherTheme,
  '?': help,
  '/': () => $('search').focus(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target === $('search')) {
    if (event.key === 'Escape') $('search').blur()
    return
  }
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined
  if (act === undefined) return
  event.preventDefault()
  act()
})
for (const button of document.querySelectorAll('[data-show]'))
  button.addEventListener('click', () => show(button.dataset.show))
$('search').addEventListener('input', () => {
  state.search = $('search').value.trim().toLowerCase()
  state.current = -1
  drawList()
})
$('hold').addEventListener('click', hold)
$('keys').addEventListener('click', help)
$('theme').addEventListener('click', otherTheme)

let stored = null
try {
  stored = localStorage.getItem(THEME)
} catch {
  // As above.
}
document.documentElement.dataset.theme =
  stored ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
drawList()
connect()
