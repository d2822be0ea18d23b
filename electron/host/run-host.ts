import { createInterface } from 'node:readline';
import type { Core } from '../core/core-types.ts';
import { pageDir } from '../core/places.ts';
import { openPageFiles } from '../core/transport/page-files.ts';
import { findBrowser, openBrowser } from './browser.ts';
import { coreToCome } from './core-to-come.ts';
import { startHost } from './server.ts';
import { type WayToOpen, wayToOpen } from './way-to-open.ts';

export interface RunHostOptions {
  /** Loads the core, once the page's address is out: what a page asks meanwhile waits. */
  readonly core: () => Promise<Core>;
  /** Keeps running after the last window is closed. */
  readonly keep: boolean;
  /** Hears every line for the person at the terminal. */
  readonly say?: (line: string) => void;
  /** How the page is opened; by default what this machine allows. */
  readonly way?: WayToOpen;
  /** Folder of the built page. */
  readonly page?: string;
}

/** A window that we open ourselves reads its address at once. */
const windowLifetime = 30_000;
const printedLifetime = 10 * 60_000;
/** How long the host waits for another page after the last one is gone: time enough to open the address again. */
const lastPageGrace = 60_000;

/**
 * Runs the host until its window is closed (or, where only an address was printed, until the last page has been
 * gone for a minute), or a signal comes. `keep` leaves only the signal. Closes the core.
 *
 * @throws what loading the core threw.
 */
export async function runHost({
  core: load,
  keep,
  say = console.log,
  way = ownWay(),
  page = pageDir,
}: RunHostOptions): Promise<void> {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  let opened = false;
  let lastPage: NodeJS.Timeout | undefined;
  let printed = false;
  let over = false;

  const loading = Promise.withResolvers<Core>();
  const core = coreToCome(loading.promise);
  const host = await startHost({
    core,
    files: openPageFiles(page),
    pagesChanged: (pages) => {
      clearTimeout(lastPage);
      opened ||= pages > 0;
      if (pages === 0 && printed && !keep) lastPage = setTimeout(end, lastPageGrace);
    },
  });

  const print = () => {
    printed = true;
    const start = host.startAddress(printedLifetime);
    const minutes = printedLifetime / 60_000;
    say(`驿递已在本机启动，请在本机浏览器中打开（${minutes} 分钟内有效，只能用一次）：\n${start}`);
    // Without a terminal nobody can ask for another address.
    if (!keep && !process.stdin.isTTY && !opened) {
      clearTimeout(lastPage);
      lastPage = setTimeout(end, printedLifetime + 1000);
    }
  };
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin }) : undefined;
  const offerAnother = () => {
    print();
    if (terminal) say('按回车键再取一个新地址，按 Ctrl+C 结束。');
  };
  terminal?.on('line', offerAnother);

  let window: ReturnType<typeof openBrowser> | undefined;
  if (way.kind === 'browser') {
    window = openBrowser(way.path, host.startAddress(windowLifetime, { sameUserOnly: true }));
    void window.ended.then(() => {
      window = undefined;
      if (over) return;
      if (opened && !keep) return end();
      if (!opened) say('浏览器没有打开页面。');
      offerAnother();
    });
  } else {
    say(`${way.because}，不能自动打开窗口。`);
    offerAnother();
  }

  loading.resolve(load());
  loading.promise.catch(end);
  await ended;
  over = true;

  clearTimeout(lastPage);
  terminal?.close();
  await window?.close();
  await host.close();
  await core.close();
  for (const signal of signals) process.off(signal, end);
}

function ownWay(): WayToOpen {
  return wayToOpen({
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
    browser: findBrowser(),
  });
}
