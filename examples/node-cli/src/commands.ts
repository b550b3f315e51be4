import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { countNotes, findExcess } from './count-notes.ts'
import { readSettings, SETTINGS_FILE, type Settings } from './read-settings.ts'
import { reportNotes } from './report-notes.ts'
import { scanTree, type Scan } from './scan-tree.ts'
import { telemetry } from './telemetry.ts'

/** The five commands, in the order of the help. */
export function acmeCommands(): Command[] {
  return [listCommand(), countCommand(), checkCommand(), initCommand(), reportCommand()]
}

function listCommand(): Command {
  return onTree('list', 'list the notes of a source tree, one a line')
    .option('--mark <mark>', 'only notes with this mark')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  acme list src --mark FIXME')
    .action((root: string, options: { mark?: string; json?: true }) => {
      const found = scan(root, settingsOf(root))
      const notes = found.notes.filter(({ mark }) => options.mark === undefined || mark === options.mark)
      if (options.json) return print(JSON.stringify(notes, null, 2))
      for (const { file, line, mark, owner, text } of notes)
        print(`${file}:${line}  ${mark}${owner === undefined ? '' : `(${owner})`}  ${text}`)
      print(`${plural(notes.length, 'note')} in ${plural(found.files, 'file')}`)
    })
}

function countCommand(): Command {
  return onTree('count', 'count the notes of a source tree by their mark')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  acme count')
    .action((root: string, options: { json?: true }) => {
      const settings = settingsOf(root)
      const counts = countNotes(scan(root, settings).notes, settings.marks)
      if (options.json) return print(JSON.stringify(counts))
      for (const [mark, count] of Object.entries(counts)) print(`${String(count).padStart(6)}  ${mark}`)
    })
}

function checkCommand(): Command {
  return onTree('check', 'fail when there are more notes than the limits allow')
    .option('--most <number>', 'how many notes are allowed in all', wholeNumber)
    .addHelpText('after', '\nExample:\n  acme check --most 20')
    .action((root: string, options: { most?: number }) => {
      const settings = settingsOf(root)
      const { notes } = scan(root, settings)
      const excess = findExcess(countNotes(notes, settings.marks), settings.most)
      if (options.most !== undefined && notes.length > options.most)
        excess.push({ mark: 'notes', count: notes.length, most: options.most })
      const limited = Object.keys(settings.most).length > 0
      telemetry.record('limits.checked', {
        passed: excess.length === 0,
        limits: options.most !== undefined ? 'option' : limited ? 'settings' : 'none',
      })
      for (const { mark, count, most } of excess) print(`${mark}: ${count}, and ${most} are allowed`)
      if (excess.length > 0) process.exitCode = 1
      else print(`${plural(notes.length, 'note')}, within the limits`)
    })
}

function initCommand(): Command {
  return onTree('init', `write ${SETTINGS_FILE} with today's counts as the limits, so that they can only fall`)
    .addHelpText('after', '\nExample:\n  acme init')
    .action((root: string) => {
      const settings = settingsOf(root)
      const most = countNotes(scan(root, settings).notes, settings.marks)
      const { marks, ignore } = settings
      writeFileSync(join(root, SETTINGS_FILE), `${JSON.stringify({ marks, ignore, most }, null, 2)}\n`)
      print(`wrote ${SETTINGS_FILE}: \`acme check\` fails when there are more notes than today`)
    })
}

function reportCommand(): Command {
  return onTree('report', 'write a page of Markdown about the notes of a source tree')
    .option('--out <file>', 'the file to write', 'NOTES.md')
    .addHelpText('after', '\nExample:\n  acme report --out docs/notes.md')
    .action((root: string, options: { out: string }) => {
      const settings = settingsOf(root)
      const { notes } = scan(root, settings)
      writeFileSync(resolve(root, options.out), reportNotes(notes, settings.marks))
      print(`wrote ${options.out}: ${plural(notes.length, 'note')}`)
    })
}

function onTree(name: string, description: string): Command {
  return new Command(name).description(description).argument('[folder]', 'the root of the tree', '.')
}

// Each look through a tree is one occurrence; telemetry keeps the size classes and nothing of the tree.
function scan(root: string, settings: Settings): Scan {
  const found = scanTree(root, settings.marks, settings.ignore)
  telemetry.record('tree.scanned', {
    files: found.files,
    notes: found.notes.length,
    duration: Math.round(found.duration),
  })
  return found
}

function settingsOf(root: string): Settings {
  const settings = readSettings(root)
  if (typeof settings === 'string') throw new Error(settings)
  return settings
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It has to be a whole number from 0.')
  return number
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
