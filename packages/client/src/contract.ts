// The authoring door: what a contract file imports.
export * from '@plainsight/contract'
