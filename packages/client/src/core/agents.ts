import { findMark, TEST_RUNNERS, CI_PROVIDERS, type MarkTable } from './automation.ts'
import type { Env } from './env-words.ts'

/**
 * Coding agents by the variables they set for what they start, and the sandboxes they work in; the words are those of the probe
 * `agent`. agents.test.ts holds the table to am-i-vibing, @vercel/detect-agent and std-env. A value is compared where only one tells an
 * agent from a person in the same editor; `A&B` where only both together do.
 */
export const AGENTS: MarkTable = [
  ['claude', 'CLAUDECODE CLAUDE_CODE CLAUDE_CODE_IS_COWORK'],
  ['cursor', 'CURSOR_AGENT CURSOR_TRACE_ID CURSOR_EXTENSION_HOST_ROLE=agent-exec'],
  [
    'copilot',
    'COPILOT_AGENT COPILOT_CLI COPILOT_MODEL COPILOT_ALLOW_ALL COPILOT_GITHUB_TOKEN TERM_PROGRAM=vscode&GIT_PAGER=cat ' +
      'AI_AGENT=github-copilot AI_AGENT=github-copilot-cli AI_AGENT=github_copilot_vscode_agent AI_AGENT=github_copilot_cloud_agent',
  ],
  ['gemini', 'GEMINI_CLI'],
  ['codex', 'CODEX_SANDBOX CODEX_THREAD_ID CODEX_CI CODEX_SANDBOX_NETWORK_DISABLED'],
  ['windsurf', 'WINDSURF_AGENT CODEIUM_EDITOR_APP_ROOT'],
  // What calls itself one; OpenCode, Auggie, Goose, Cline, Roo, Aider, Junie, Qwen Code, Crush, Amp, Antigravity, Pi, Kiro, Devin, Zed,
  // Bolt, Replit, Jules; then sandboxes: the runtime that agents share, E2B, Daytona, Modal.
  [
    'other',
    'AI_AGENT AGENT OPENCODE OPENCODE_CLIENT OPENCODE_BIN_PATH OPENCODE_SERVER OPENCODE_APP_INFO OPENCODE_MODES AUGMENT_AGENT ' +
      'GOOSE_TERMINAL GOOSE_PROVIDER CLINE_ACTIVE ROO_ACTIVE AIDER_MODEL AIDER_API_KEY JUNIE_DATA JUNIE_SHIM_PATH QWEN_CODE CRUSH ' +
      'AMP_CURRENT_THREAD_ID ANTIGRAVITY_AGENT ANTIGRAVITY_PROJECT_ID PI_CODING_AGENT TERM_PROGRAM=kiro EDITOR=devin ' +
      'TERM_PROGRAM=zed&PAGER=cat SHELL=/bin/jsh REPL_ID HOME=/home/jules&USER=swebot ' +
      'SANDBOX_RUNTIME E2B_SANDBOX DAYTONA_SANDBOX_ID MODAL_TASK_ID',
  ],
]

/** The coding agent that the environment shows; undefined when none is there. */
export function findAgent(env: Env): string | undefined {
  for (const [word, variables] of AGENTS)
    for (const together of variables.split(' '))
      if (together.split('&').every((variable) => findMark([[word, variable]], env) !== undefined)) return word
  return undefined
}

/** Whether nobody reads what this process prints: continuous integration, a test runner, a coding agent, or a tool that started it. */
export function isUnattended(env: Env, stem: string): boolean {
  return (
    [CI_PROVIDERS, TEST_RUNNERS].some((table) => findMark(table, env) !== undefined) ||
    findAgent(env) !== undefined ||
    inheritedWord(env, stem) !== undefined
  )
}

/**
 * What the tool that started this one said for it, with `PLAINSIGHT_PARENT`: `on`, `off`, `local`, `undecided`, or `counted` where it counts
 * for it; after a colon the key of its run.
 * @returns undefined where none of the family started it
 */
export function inheritedWord(env: Env, stem: string): string | undefined {
  return ` ${env.PLAINSIGHT_PARENT ?? ''}`.split(` ${stem}=`)[1]?.split(' ')[0]
}
