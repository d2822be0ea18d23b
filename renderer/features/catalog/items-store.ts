import type { CatalogItem } from '../../../shared/catalog/catalog.ts';

/**
 * The information items beside the form: a thousand of them must not be compared and copied at every key, as a form library does with
 * its values.
 */
export interface ItemsStore {
  get(): readonly CatalogItem[];
  /** A change by the person. */
  set(items: readonly CatalogItem[]): void;
  /** What the station has saved. */
  reset(items: readonly CatalogItem[]): void;
  dirty(): boolean;
  /** Returns the function that stops listening. */
  subscribe(hear: () => void): () => void;
}

export function createItemsStore(initial: readonly CatalogItem[]): ItemsStore {
  let [items, saved] = [initial, initial];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const hear of listeners) hear();
  };
  return {
    get: () => items,
    dirty: () => items !== saved,
    set(next) {
      items = next;
      tell();
    },
    reset(next) {
      items = next;
      saved = next;
      tell();
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
