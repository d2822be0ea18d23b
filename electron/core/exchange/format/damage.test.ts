import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../../shared/contract/failures.ts';
import { asReceiver, contentsOf, entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { inspectPackage, openPackage, verifyPackage } from './format.ts';
import { parseVolumeHeader, type Region, type VolumeLayout, volumeLayout } from './volume-header.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

let file = new Uint8Array(0);
let layout: VolumeLayout;
const spoilt = join(dir, 'spoilt.ydp');

beforeAll(async () => {
  await writeSample(dir, 'whole', [entry('records/catalog.jsonl', utf8('{"name":"企业基本信息"}\n'))]);
  file = new Uint8Array(readFileSync(join(dir, 'whole.ydp')));
  const found = parseVolumeHeader(file);
  if (found.is !== 'volume') throw new Error('volume expected');
  layout = volumeLayout(found.header);
});

const open = (): Promise<FailureCode | 'done'> =>
  codeOf(async () => contentsOf(await openPackage([spoilt], asReceiver)));

describe('a package cut at any byte is refused', () => {
  it('as truncated, by every way to read it', async () => {
    for (let bytes = file.length - 1; bytes >= 0; bytes--) {
      if (bytes === file.length - 1) writeFileSync(spoilt, file.subarray(0, bytes));
      else truncateSync(spoilt, bytes);
      expect(await open(), `cut to ${bytes}`).toBe('truncated');
      if (bytes % 16 !== 0) continue;
      expect(await codeOf(() => inspectPackage([spoilt]))).toBe('truncated');
      const repairable = bytes >= layout.recovery.offset;
      expect(await verifyPackage([spoilt])).toMatchObject({ ok: false, code: 'truncated', repairable });
    }
  });
});

describe('any byte changed is refused', () => {
  const expected: readonly [keyof VolumeLayout, FailureCode, repairable: boolean][] = [
    ['front', 'header-damaged', true],
    ['header', 'header-damaged', true],
    ['payload', 'payload-damaged', false],
    ['index', 'payload-damaged', true],
    ['headerCopy', 'header-damaged', true],
    ['indexCopy', 'payload-damaged', true],
    ['back', 'header-damaged', true],
  ];

  it.each(expected)('in %s as %s', async (region, code, repairable) => {
    const { offset, length } = layout[region] as Region;
    for (let at = offset; at < offset + length; at++) {
      const changed = file.slice();
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(spoilt, changed);
      expect(await open(), `byte ${at} changed`).toBe(code);
      if (at % 16 !== 0) continue;
      const found = await verifyPackage([spoilt]);
      expect(found, `byte ${at} changed`).toMatchObject({ ok: false, code, repairable });
      expect(found.damage).toHaveLength(1);
      const [place] = found.damage;
      expect(at).toBeGreaterThanOrEqual(place!.offset);
      expect(at).toBeLessThan(place!.offset + place!.length);
    }
  });

  it('and these regions are the whole file', () => {
    const bytes = expected.reduce((sum, [region]) => sum + (layout[region] as Region).length, 0);
    expect(bytes).toBe(file.length);
  });
});

it('anything behind the end is refused', async () => {
  for (const more of [1, 191, 192, 193, file.length]) {
    writeFileSync(spoilt, Buffer.concat([file, file.subarray(0, more)]));
    expect(await open()).toBe('payload-damaged');
  }
});

it('other files are no packages', async () => {
  for (const text of ['x', 'PK\u0003\u0004', '你好'.repeat(1000), '\0'.repeat(5000)]) {
    writeFileSync(spoilt, text);
    expect(await open()).toBe('not-a-package');
  }
});
