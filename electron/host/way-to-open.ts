export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** System user id, undefined where there is none (Windows). */
  readonly uid: number | undefined;
  /** Path of a browser that takes a profile folder, undefined when none was found. */
  readonly browser: string | undefined;
}

export type WayToOpen =
  | { readonly kind: 'browser'; readonly path: string }
  | { readonly kind: 'address'; readonly because: string };

/** Whether the page can be opened in a window of our own, or its address is only printed, and why. */
export function wayToOpen({ platform, env, uid, browser }: Surroundings): WayToOpen {
  const needsDisplay = platform !== 'win32' && platform !== 'darwin';
  if (needsDisplay && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return { kind: 'address', because: '这里没有图形界面' };
  }
  // Chromium does not run as root unless its sandbox is off, and that is never done.
  if (uid === 0) return { kind: 'address', because: '当前是 root 用户，浏览器不能在保护下运行' };
  if (!browser) return { kind: 'address', because: '没有找到 Chromium、Chrome 或 Edge' };
  return { kind: 'browser', path: browser };
}
