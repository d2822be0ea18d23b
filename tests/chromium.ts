import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createCore, type LocalCore } from '../electron/core/core.ts';
import { pageDir } from '../electron/core/places.ts';
import { openPageFiles } from '../electron/core/transport/page-files.ts';
import { type Host, startHost } from '../electron/host/server.ts';

export const chromiumPath: string = process.env.YIDI_CHROMIUM ?? '/usr/bin/chromium';

/** Chromium's sandbox is off because tests run as root; the product never does that. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

/** Between two keys or clicks of a test, ms: faster than anybody's fingers, and not before what the last one opened has the focus. */
export const paceMs = 20;

/** Chromium for tests, in which keys and clicks follow one another at a pace; elsewhere, as in benches, they do not wait. */
export function launchChromium(): Promise<Browser> {
  const slowMo = process.env.VITEST ? paceMs : 0;
  return chromium.launch({ executablePath: chromiumPath, args: [...chromiumArguments], slowMo });
}

/** The program as a person has it: the built page in Chromium, the host, the real core, a station folder on disk. */
export interface Program {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly core: LocalCore;
  readonly host: Host;
  /** What Chromium complained about: any error on the console, any breach of the policy, any uncaught error. */
  readonly problems: readonly string[];
  /** Closes page, host and core; throws when there were problems. */
  close(): Promise<void>;
}

export interface ProgramOptions {
  readonly browser: Browser;
  /** Folder of the station; it need not exist. */
  readonly dir: string;
  readonly width?: number;
  readonly height?: number;
}

/** Opens the program on a station folder. The page must have been built (globalSetup of the e2e project does). */
export async function openProgram({ browser, dir, width = 1366, height = 768 }: ProgramOptions): Promise<Program> {
  const core = createCore({ dir });
  const host = await startHost({ core, files: openPageFiles(pageDir) });
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    // The page and the core stand on one machine: both have its day.
    timezoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy|Content-Security-Policy/.test(message.text())) {
      problems.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => problems.push(String(error.stack ?? error)));
  await page.goto(host.startAddress(30_000));
  return {
    page,
    context,
    core,
    host,
    problems,
    async close() {
      await context.close();
      await host.close();
      await core.close();
      if (problems.length > 0) throw new Error(`the browser complained:\n${problems.join('\n')}`);
    },
  };
}
