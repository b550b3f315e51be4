/** The public names of one kind, as a lock keeps them. `spec/known/KIND.json` is the same for every other language. */
export interface KnownList {
  readonly names: readonly string[]
  /** Vendor → how names of it begin. */
  readonly vendors: { readonly [vendor: string]: readonly string[] }
  /** Other spellings → a name. */
  readonly aliases: { readonly [from: string]: string }
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * The lists, each an edition of its kind that never changes again: a contract names the edition, so that a newer release of Plainsight
 * gives the same digest. Names become public through their vendors' own documentation.
 */
export const KNOWN_LISTS: { readonly [kind: string]: readonly KnownList[] } = {
  model: [
    {
      names: words(`
        gpt-3.5-turbo gpt-4 gpt-4-turbo gpt-4o gpt-4o-mini gpt-4.1 gpt-4.1-mini gpt-4.1-nano gpt-5 gpt-5-mini gpt-5-nano o1 o1-mini o3 o3-mini
        o4-mini whisper-1 tts-1 text-embedding-3-small text-embedding-3-large
        claude-3-haiku claude-3-sonnet claude-3-opus claude-3-5-haiku claude-3-5-sonnet claude-3-7-sonnet claude-sonnet-4 claude-opus-4
        gemini-1.5-flash gemini-1.5-pro gemini-2.0-flash gemini-2.0-flash-lite gemini-2.5-flash gemini-2.5-flash-lite gemini-2.5-pro
        mistral-small mistral-medium mistral-large mistral-nemo mixtral-8x7b codestral
        llama-3-8b llama-3-70b llama-3.1-8b llama-3.1-70b llama-3.1-405b llama-3.3-70b deepseek-chat deepseek-reasoner deepseek-v3 deepseek-r1
        qwen2.5-7b qwen2.5-72b qwen2.5-coder command-r command-r-plus grok-2 grok-3 nova-2 nova-3`),
      vendors: {
        anthropic: ['claude-'],
        cohere: ['command-'],
        deepgram: ['nova-'],
        deepseek: ['deepseek-'],
        google: ['gemini-', 'gemma-'],
        meta: ['llama-'],
        mistral: ['mistral-', 'mixtral-', 'codestral', 'ministral-'],
        openai: ['gpt-', 'o1', 'o3', 'o4-', 'chatgpt-', 'whisper-', 'tts-', 'text-embedding-'],
        qwen: ['qwen'],
        xai: ['grok-'],
      },
      aliases: {
        'gpt-4-omni': 'gpt-4o',
        'gpt-35-turbo': 'gpt-3.5-turbo',
        'claude-4-sonnet': 'claude-sonnet-4',
        'claude-4-opus': 'claude-opus-4',
      },
    },
  ],
  driver: [
    {
      names: words(`
        postgres mysql mariadb sqlite duckdb snowflake bigquery redshift clickhouse databricks sqlserver oracle athena trino presto mongodb
        cassandra dynamodb elasticsearch redis cockroachdb spark hive vertica teradata motherduck`),
      vendors: {},
      aliases: {
        postgresql: 'postgres',
        pg: 'postgres',
        mssql: 'sqlserver',
        sqlite3: 'sqlite',
        mysql2: 'mysql',
        mongo: 'mongodb',
      },
    },
  ],
  framework: [
    {
      names: words(`
        react vue svelte angular solid preact qwik lit ember next nuxt sveltekit remix astro gatsby vite webpack rollup parcel esbuild express
        fastify koa hono nest adonis django flask fastapi rails laravel symfony spring react-native expo electron tauri`),
      vendors: {},
      aliases: {
        'next.js': 'next',
        nextjs: 'next',
        'nuxt.js': 'nuxt',
        nuxtjs: 'nuxt',
        'vue.js': 'vue',
        vuejs: 'vue',
        reactjs: 'react',
        'react.js': 'react',
        nestjs: 'nest',
        solidjs: 'solid',
        'solid-js': 'solid',
        expressjs: 'express',
      },
    },
  ],
  // What clients of the Model Context Protocol call themselves when they connect (`clientInfo.name`), after their vendors' documentation
  // and the collection mcp-client-capabilities (Apify, Apache-2.0); several spellings of one product are one name.
  'mcp-client': [
    {
      names: words(`
        claude-ai claude-code chatgpt codex cursor vscode windsurf zed cline roo-code kilo-code continue goose opencode amp crush gemini-cli
        antigravity copilot copilot-cli copilot-jetbrains copilot-xcode junie amazon-q kiro warp raycast lm-studio librechat jan cherry-studio
        lobehub n8n make postman mistral factory-cli augment trae inspector`),
      vendors: {},
      aliases: {
        claude: 'claude-ai',
        'claude-desktop': 'claude-ai',
        'openai-mcp': 'chatgpt',
        'codex-mcp-client': 'codex',
        'codex-cli': 'codex',
        'cursor-vscode': 'cursor',
        'cursor-agent': 'cursor',
        'visual-studio-code': 'vscode',
        'visual-studio-code-insiders': 'vscode',
        'windsurf-client': 'windsurf',
        'continue-client': 'continue',
        'continue-cli-client': 'continue',
        'amp-mcp-client': 'amp',
        'gemini-cli-mcp-client': 'gemini-cli',
        'antigravity-client': 'antigravity',
        'github-copilot': 'copilot',
        'github-copilot-developer': 'copilot-cli',
        'jetbrains-iu-copilot-intellij': 'copilot-jetbrains',
        'jetbrains-jbc-copilot-intellij': 'copilot-jetbrains',
        'xcode-copilot-xcode': 'copilot-xcode',
        'q-dev-cli': 'amazon-q',
        'com.raycast.macos': 'raycast',
        'jan-streamable-client': 'jan',
        'lobehub-mcp-client': 'lobehub',
        'n8n-nodes-langchain.mcpclienttool': 'n8n',
        'make-app-mcp-client': 'make',
        'postman-client': 'postman',
        'mcp-inspector': 'inspector',
        'inspector-client': 'inspector',
      },
    },
  ],
}

/** The list of a kind and edition; undefined where there is none. */
export function knownList(kind: string, edition: number): KnownList | undefined {
  return Object.hasOwn(KNOWN_LISTS, kind) ? KNOWN_LISTS[kind]?.[edition - 1] : undefined
}
