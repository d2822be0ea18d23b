import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { type Desk, makeStation, password } from '../journey/stations.ts';
import { unlock } from './place.ts';

/** A department's station with a browser on it, its first user signed in. */
export interface OneDesk extends Pick<Program, 'page' | 'core'> {
  /** Folder of its own, gone with it. */
  readonly root: string;
  readonly client: Client<Methods>;
}

/**
 * What most tests of the window begin with: opened before the tests of the file that calls this, closed after them. `first` has the
 * station, and the folder, before the browser opens.
 */
export function oneDesk(name: string, first?: (desk: Desk, root: string) => Promise<void>): OneDesk {
  const root = mkdtempSync(join(tmpdir(), `yidi-${name}-`));
  let browser: Browser | undefined;
  let program: Program | undefined;
  beforeAll(async () => {
    const desk = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    await first?.(desk, root);
    await desk.core.close();
    browser = await launchChromium();
    program = await openProgram({ browser, dir: desk.dir });
    await unlock(program.page, password);
  });
  afterAll(async () => {
    await program?.close();
    await browser?.close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    root,
    get page() {
      return program!.page;
    },
    get core() {
      return program!.core;
    },
    get client() {
      return createClient<Methods>(directTransport(program!.core));
    },
  };
}
