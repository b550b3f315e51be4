export { generate, type GeneratedFile } from './generate.ts'
export { generateUserPage } from './user-page.ts'
export { variablePrefix } from './variable-prefix.ts'
