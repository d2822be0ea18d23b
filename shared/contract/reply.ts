import type { Failure } from './failures.ts';

/** What a transport brings back from `invoke`. */
export type Reply<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** One function, a push channel and an address for each blob: all that a shell must provide. */
export interface Transport {
  /** Calls a method. `input` and the reply's value may hold `Uint8Array` anywhere. Rejects only when the channel itself fails. */
  invoke(method: string, input: unknown): Promise<Reply>;
  /** Hears every event in the order in which the core sent it; returns the function that stops listening. */
  listen(hear: (event: string, payload: unknown) => void): () => void;
  /** Address under which the page can show a blob of a shown type (png, jpeg, pdf). */
  blobUrl(id: string): string;
}
