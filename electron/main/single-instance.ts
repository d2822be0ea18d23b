import type { App, BrowserWindow } from 'electron';

/**
 * Makes this the only instance of the program: a second one ends at once and brings the first one's window to the
 * front.
 *
 * @returns false when another instance runs already; the caller must stop then
 */
export function becomeOnlyInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on'>,
  window: () => Pick<BrowserWindow, 'isMinimized' | 'restore' | 'focus'> | undefined,
): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', () => {
    const first = window();
    if (first?.isMinimized()) first.restore();
    first?.focus();
  });
  return true;
}
