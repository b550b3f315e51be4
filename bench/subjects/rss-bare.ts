// Prints the most memory that an empty process ever had, in bytes.
import { writeSync } from 'node:fs'
import { mostMemory } from './most-memory.ts'

process.on('exit', () => writeSync(1, JSON.stringify({ rss: mostMemory() })))
