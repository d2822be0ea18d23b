import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { expect, test } from 'vitest';
import { runtimePath, whyUnfit } from '../../build/electron-runtime.ts';
import { ensurePage } from '../../build/page.ts';
import { ensureShells } from '../../build/shells.ts';
import { programDir } from '../../electron/core/places.ts';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { encodeWire } from '../../shared/contract/wire.ts';

const runtime = whyUnfit(process.platform, process.env, process.getuid?.()) === undefined ? runtimePath() : undefined;

test.skipIf(!runtime)(
  'Electron: the window opens on its page, isolated, without a network, and the core answers',
  async () => {
    await ensurePage();
    await ensureShells();
    const dir = mkdtempSync(join(tmpdir(), 'yidi-electron-'));
    const app = await _electron.launch({
      executablePath: runtime!.path,
      args: [programDir, `--dir=${join(dir, 'station')}`, `--user-data-dir=${join(dir, 'profile')}`],
    });
    try {
      const problems: string[] = [];
      const page = await app.firstWindow();
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.waitForLoadState('domcontentloaded');
      await expect.poll(() => page.locator('#root').innerText()).not.toBe('');
      expect(new URL(page.url())).toMatchObject({ protocol: 'app:', host: 'yidi' });

      const seen = await page.evaluate(async (input) => {
        const { yidi } = globalThis as unknown as { yidi: Bridge };
        const reply = await yidi.call('station.status', input);
        return {
          require: typeof (globalThis as { require?: unknown }).require,
          process: typeof (globalThis as { process?: unknown }).process,
          bridge: Object.keys(yidi).sort(),
          reply: new TextDecoder().decode(reply),
          opened: globalThis.open('app://yidi/') === null,
        };
      }, encodeWire({}));
      expect(seen).toMatchObject({
        require: 'undefined',
        process: 'undefined',
        bridge: ['call', 'listen'],
        opened: true,
      });
      expect(seen.reply).toContain('"ok":true');
      expect(problems).toEqual([]);

      const outside = await page.evaluate(() =>
        fetch('https://example.org/').then(
          () => 'reached',
          () => 'blocked',
        ),
      );
      expect(outside).toBe('blocked');
      const main = await app.evaluate(({ session, app }) => ({
        spelling: session.defaultSession.isSpellCheckerEnabled(),
        only: app.hasSingleInstanceLock(),
      }));
      expect(main).toEqual({ spelling: false, only: true });
    } finally {
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
