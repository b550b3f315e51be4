/** The beginning of a product's environment variables: `acme-tool` → `ACME_TOOL`. */
export function variablePrefix(contractName: string): string {
  return contractName.toUpperCase().replaceAll('-', '_')
}
