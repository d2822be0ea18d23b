import type { WebFrameMain } from 'electron';
import { isPage } from './origin.ts';

/** What is looked at of a call's sender. */
export interface CallSender {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
}

/** Whether a call comes from our page in a window's main frame. The frame is null once it has navigated or is gone. */
export function isOurCall({ senderFrame }: CallSender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url);
}
