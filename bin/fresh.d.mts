export function isFresh(made: string, sources: readonly string[]): boolean;
export function areBundlesFresh(root: string): boolean;
