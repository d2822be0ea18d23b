import { callChannel, eventChannel } from '../../shared/contract/bridge.ts';
import { failure } from '../../shared/contract/failures.ts';
import type { Reply } from '../../shared/contract/reply.ts';
import { decodeWire, encodeWire } from '../../shared/contract/wire.ts';
import type { Core } from '../core/core-types.ts';
import { type CallSender, isOurCall } from './policy/sender.ts';

/** The part of Electron's ipcMain that is used. */
export interface IpcMain {
  handle(channel: string, answer: (event: CallSender, ...args: unknown[]) => Promise<Uint8Array>): void;
}

/** A page that events are sent to. */
export interface EventPage {
  send(channel: string, bytes: Uint8Array): void;
}

/**
 * Serves the core on the one channel, to our own page only. `pages` gives the pages that are open when an event
 * comes.
 */
export function serveIpc(ipcMain: IpcMain, core: Core, pages: () => Iterable<EventPage>): void {
  ipcMain.handle(callChannel, async (event, method, input) => {
    if (!isOurCall(event)) return encodeWire(refused('请求不是来自本程序的页面'));
    if (typeof method !== 'string' || !(input instanceof Uint8Array)) return encodeWire(refused('请求的格式不对'));
    let decoded: unknown;
    try {
      decoded = decodeWire(input);
    } catch {
      return encodeWire(refused('请求的内容已损坏'));
    }
    return encodeWire(await core.dispatch(method, decoded));
  });
  core.listen((event, payload) => {
    const bytes = encodeWire({ event, payload });
    for (const page of pages()) page.send(eventChannel, bytes);
  });
}

function refused(reason: string): Reply {
  return { ok: false, failure: failure('host-refused', { reason }) };
}
