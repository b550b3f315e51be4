import { countNotes } from './count-notes.ts'
import type { FoundNote } from './scan-tree.ts'

/** A page of Markdown: the counts, then each file that has notes with its notes. */
export function reportNotes(notes: readonly FoundNote[], marks: readonly string[]): string {
  const lines = ['# Notes in this tree', '', '| mark | notes |', '|---|---|']
  for (const [mark, count] of Object.entries(countNotes(notes, marks))) lines.push(`| ${mark} | ${count} |`)
  for (const [file, found] of byFile(notes)) {
    lines.push('', `## ${file}`, '')
    for (const { mark, owner, text, line } of found)
      lines.push(`- line ${line}, **${mark}**${owner === undefined ? '' : ` (${owner})`}: ${escaped(text)}`)
  }
  return `${lines.join('\n')}\n`
}

function byFile(notes: readonly FoundNote[]): Map<string, FoundNote[]> {
  const files = new Map<string, FoundNote[]>()
  for (const note of notes) {
    const known = files.get(note.file)
    if (known === undefined) files.set(note.file, [note])
    else known.push(note)
  }
  return files
}

// What somebody wrote in a comment is no Markdown of ours.
function escaped(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, String.raw`\$&`)
}
