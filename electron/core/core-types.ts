import type { EventName } from '../../shared/contract/events.ts';
import type { Reply } from '../../shared/contract/reply.ts';

/** A blob as it leaves the core: the type is what the uploader said; whoever shows it decides by the bytes. */
export interface BlobContent {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** Hears every event in the order in which the core sent it. */
export type Hear = (event: EventName, payload: unknown) => void;

/** The program without a shell: what every transport serves, in this process or in another. */
export interface Core {
  /** Calls a method of the contract. Never rejects for what a user can cause: that is a reply with a failure. */
  dispatch(method: string, input: unknown): Promise<Reply>;
  /** Returns the function that stops listening. */
  listen(hear: Hear): () => void;
  /** Reads a blob for the signed-in user; throws a `Refusal` when nobody is signed in or there is no such blob. */
  readBlob(id: string): Promise<BlobContent>;
  /** Closes the station and lets its lock go. */
  close(): Promise<void>;
}
