import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { programDir } from '../../electron/core/places.ts';
import type { IntakeOutcome } from '../../shared/exchange/package.ts';
import { copiesOf, scratch, writeScanned } from './damaged.ts';
import { both, type Desk, enrol, makeOffice, password } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

const at = (...names: string[]): string => join(office.root, ...names);
const chunk = 65_536;

async function pack(folder: string, volumeSize?: number): Promise<{ packageId: string; paths: string[] }> {
  await writeScanned(department, 4, 8 * chunk);
  const { packageId, files } = await department.client.call('exchange.pack', {
    to: at(folder),
    recovery: 10,
    ...(volumeSize ? { volumeSize } : {}),
    ...both,
  });
  return { packageId, paths: files.map(({ path }) => path) };
}
const receive = async (paths: string[], desk = bureau): Promise<IntakeOutcome> =>
  (await desk.client.call('intake.receive', { paths, receiptTo: at('receipts') })).packages[0]!;

describe('at the bureau', () => {
  test('a scratched volume is restored and taken in, and everybody is told which one', async () => {
    const { packageId, paths } = await pack('media', 20 * chunk);
    const scratched = copiesOf(paths, at('scratched'));
    scratch(scratched[1]!, 3 * chunk, 2 * chunk);
    const outcome = await receive(scratched);
    expect(outcome).toMatchObject({ ok: true, code: 'repaired', received: 4, rejected: [], loss: null });
    expect(outcome.volumes).toEqual([
      { number: 1, state: 'whole', chunks: 0 },
      { number: 2, state: 'repaired', chunks: 2 },
      { number: 3, state: 'whole', chunks: 0 },
    ]);
    expect(outcome.message).toContain('第 2 卷');
    const { rows } = await bureau.client.call('intake.list', {});
    expect(rows[0]).toMatchObject({ packageId, ok: true, code: 'repaired', volumes: outcome.volumes });
    const taken = await department.client.call('exchange.takeAnswers', { paths: [outcome.receipt] });
    expect(taken.outcomes[0]).toMatchObject({ ok: true, code: '', received: 4 });
    expect(taken.outcomes[0]!.message).toContain('第 2 卷');
  });

  test('neither the medium nor the station keeps anything of the work', async () => {
    const { packageId, paths } = await pack('clean');
    const [scratched = ''] = copiesOf(paths, at('clean', 'scratched'));
    scratch(scratched, 5 * chunk, 100);
    const before = readFileSync(scratched);
    expect(await receive([scratched])).toMatchObject({ packageId, code: 'repaired' });
    expect(readFileSync(scratched).equals(before)).toBe(true);
    expect(readdirSync(at('clean', 'scratched'))).toHaveLength(1);
    expect(readdirSync(join(bureau.dir, 'outbox'))).toEqual([]);
    expect(() => readdirSync(join(bureau.dir, 'held', packageId))).toThrow();
  });

  test('a cut within recovery data costs nothing; the same package again gives the same receipt', async () => {
    const { paths } = await pack('cut');
    const [cut = ''] = copiesOf(paths, at('cut', 'short'));
    truncateSync(cut, readFileSync(cut).length - 50_000);
    const outcome = await receive([cut]);
    expect(outcome).toMatchObject({ ok: true, code: 'repaired', received: 4 });
    const receipt = readFileSync(outcome.receipt);
    expect(await receive(paths)).toMatchObject({ ok: true, code: 'already-received', received: 4 });
    expect(readFileSync(outcome.receipt).equals(receipt)).toBe(true);
  });

  test('a damaged volume is restored before the missing one has come, and kept restored', async () => {
    const { packageId, paths } = await pack('both', 20 * chunk);
    const [first = ''] = copiesOf(paths.slice(0, 1), at('both', 'scratched'));
    scratch(first, 3 * chunk, 100);
    const early = await receive([first, paths[2]!]);
    expect(early).toMatchObject({ ok: false, code: 'missing-volume', held: true });
    expect(early.volumes.map(({ state }) => state)).toEqual(['repaired', 'missing', 'whole']);
    expect(readFileSync(join(bureau.dir, 'held', packageId, '1.ydp')).equals(readFileSync(paths[0]!))).toBe(true);
    expect(await receive([paths[1]!])).toMatchObject({ ok: true, code: '', received: 4 });
  });
});

interface Answer {
  readonly ok?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly files?: unknown[];
}

const yidi = (...words: string[]): { status: number | null; value: Answer; text: string } => {
  const env = { ...process.env, DISPLAY: '', NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(join(programDir, 'bin', 'yidi'), words, { encoding: 'utf8', env });
  return { status, value: words.includes('--json') ? JSON.parse(stdout) : {}, text: stdout + stderr };
};

describe('on the command line, without any key', () => {
  let paths: string[];
  let scratched: string[];

  beforeAll(async () => {
    ({ paths } = await pack('line', 20 * chunk));
    scratched = copiesOf(paths, at('line', 'scratched'));
    scratch(scratched[1]!, 3 * chunk, 2 * chunk);
  });

  test('verify says where it is damaged, that it can be restored, and how', () => {
    const { status, value } = yidi('verify', at('line', 'scratched'), '--json');
    expect(status).toBe(1);
    expect(value).toMatchObject({ ok: false, code: 'payload-damaged', repairable: true });
    const { text } = yidi('verify', at('line', 'scratched'));
    expect(text).toMatch(/损坏 内容 第 \d+–\d+ 块/);
    expect(text).toContain(`可以复原：yidi repair ${at('line', 'scratched')} --out`);
  });

  test('repair gives the files as they were sealed, byte for byte, and takes a folder like verify does', () => {
    const { status, value } = yidi('repair', at('line', 'scratched'), '--out', at('line-fixed'), '--json');
    expect({ status, ok: value.ok }).toEqual({ status: 0, ok: true });
    expect(value.files).toEqual(
      paths.map((path, i) => ({
        name: path.split('/').at(-1),
        bytes: readFileSync(path).length,
        sm3: Buffer.from(sm3(new Uint8Array(readFileSync(path)))).toString('hex'),
        path: join(at('line-fixed'), paths[i]!.split('/').at(-1)!),
      })),
    );
    for (const path of paths)
      expect(readFileSync(join(at('line-fixed'), path.split('/').at(-1)!)).equals(readFileSync(path))).toBe(true);
    expect(yidi('verify', at('line-fixed')).status).toBe(0);
  });

  test('a whole package is left alone, and said to be whole', () => {
    const { status, value, text } = yidi('repair', ...paths, '--out', at('line-whole'), '--json');
    expect({ status, files: value.files }).toEqual({ status: 0, files: [] });
    expect(text).toContain('完整');
  });

  test('nothing is ever written beside a file that was given, nor below it', () => {
    for (const out of [at('line', 'scratched'), at('line', 'scratched', 'fixed')]) {
      const { status, value } = yidi('repair', at('line', 'scratched'), '--out', out, '--json');
      expect({ status, code: value.code }).toEqual({ status: 1, code: 'repair-on-medium' });
    }
    expect(readdirSync(at('line', 'scratched'))).toHaveLength(3);
  });

  test('beyond reach it gives the code of the package, how much is lost, and that salvage exists', () => {
    const torn = copiesOf(paths, at('torn'));
    scratch(torn[1]!, 0, 15 * chunk);
    const { status, value } = yidi('repair', at('torn'), '--out', at('torn-fixed'), '--json');
    expect({ status, ok: value.ok, code: value.code }).toEqual({ status: 1, ok: false, code: 'payload-damaged' });
    expect(value.message).toMatch(/\d+ 块/);
    expect(value.message).toContain('--salvage');
    expect(readdirSync(at('torn-fixed'))).toEqual([]);
    expect(yidi('verify', at('torn')).text).toContain('--salvage');
  });

  test('a file in the way is named, and so is what is no package', () => {
    mkdirSync(at('in-the-way'));
    writeFileSync(join(at('in-the-way'), paths[1]!.split('/').at(-1)!), 'x');
    const taken = yidi('repair', at('line', 'scratched'), '--out', at('in-the-way'), '--json');
    expect({ status: taken.status, code: taken.value.code }).toEqual({ status: 1, code: 'folder-not-empty' });
    mkdirSync(at('letters'));
    writeFileSync(at('letters', 'letter.ydp'), 'hello');
    const other = yidi('repair', at('letters'), '--out', at('no-letters'), '--json');
    expect({ status: other.status, code: other.value.code }).toEqual({ status: 1, code: 'not-a-package' });
  });

  test('salvage wants a word of who confirms it and why', () => {
    expect(yidi('receive', '--dir', bureau.dir, at('torn'), '--salvage').status).toBe(2);
    expect(yidi('receive', '--dir', bureau.dir, at('torn'), '--confirm', '李敏').status).toBe(2);
  });

  test('a station that is open elsewhere takes nothing in', () => {
    process.env.YIDI_PASSWORD = password;
    const { status, value } = yidi('receive', '--dir', bureau.dir, at('torn'), '--json');
    expect({ status, code: value.code }).toEqual({ status: 1, code: 'station-in-use' });
  });
});
