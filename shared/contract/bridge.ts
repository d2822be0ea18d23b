// What the preload puts on the page's window in Electron. Values cross it as `encodeWire` bytes: one typed array
// survives the bridge unchanged, where nested objects would be copied field by field.

export interface Bridge {
  /** Calls a method: wire bytes of the input in, wire bytes of the reply out. */
  call(method: string, input: Uint8Array): Promise<Uint8Array>;
  /** Hears events as wire bytes of `{event, payload}`; returns the function that stops. */
  listen(hear: (bytes: Uint8Array) => void): () => void;
}

/** Name of the bridge on the page's window. */
export const bridgeName = 'yidi';

/** The two channels between page and main process. */
export const callChannel = 'yidi:call';
export const eventChannel = 'yidi:event';
