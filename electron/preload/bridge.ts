import { type Bridge, callChannel, eventChannel } from '../../shared/contract/bridge.ts';

/** The part of Electron's ipcRenderer that is used. */
export interface IpcRenderer {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, hear: (event: unknown, bytes: Uint8Array) => void): unknown;
  off(channel: string, hear: (event: unknown, bytes: Uint8Array) => void): unknown;
}

/** Makes what the page sees: two functions over two fixed channels, never ipcRenderer itself. */
export function createBridge(ipcRenderer: IpcRenderer): Bridge {
  return {
    call: async (method, input) => (await ipcRenderer.invoke(callChannel, method, input)) as Uint8Array,
    listen(hear) {
      const own = (_event: unknown, bytes: Uint8Array) => hear(bytes);
      ipcRenderer.on(eventChannel, own);
      return () => {
        ipcRenderer.off(eventChannel, own);
      };
    },
  };
}
