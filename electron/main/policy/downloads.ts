import type { Session } from 'electron';
import { isOurs } from './origin.ts';

/** Lets through only downloads of our own blobs and of what the page made; the person chooses the place. */
export function guardDownloads(session: Pick<Session, 'on'>): void {
  session.on('will-download', (event, item) => {
    const chain = item.getURLChain();
    const ours =
      chain.length > 0 && chain.every((url) => isOurs(url.startsWith('blob:') ? url.slice('blob:'.length) : url));
    if (!ours) return event.preventDefault();
    item.setSaveDialogOptions({ title: '另存为', defaultPath: item.getFilename() });
  });
}
