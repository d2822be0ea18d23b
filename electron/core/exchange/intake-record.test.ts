import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { Licenses } from '../../../tests/fixtures/licenses.ts';
import { shippedTypes } from '../license/license.ts';
import { recordTexts } from '../store/new-record.ts';
import { fileReader, readerAhead } from './intake-record.ts';
import { linesOf } from './read-line.ts';

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
}, 60_000);
afterAll(() => opened.close());

const types = shippedTypes();
const made = new Licenses(3, types);
const digest = (index: number): string => index.toString(16).padStart(64, '0');

function line(index: number, change: object = {}, files: readonly string[] = []): string {
  const archive = { box: '1', volume: '1', piece: String(index) };
  const license = { ...made.license('营业执照', index, archive), ...change };
  const record = {
    id: index.toString(16).padStart(32, '0'),
    kind: 'license',
    revision: 1,
    code: '',
    name: `第${index}户`,
    facet: '',
  };
  const people = { createdBy: '王丽', createdAt: 't', updatedBy: '李敏', updatedAt: 't' };
  return `${JSON.stringify({ ...record, ...people, body: license, files })}\n`;
}

test('a long file is read in a thread as each of its lines is here', async () => {
  const ids = new Map(Array.from({ length: 60 }, (_, index) => [digest(index), `blob-${index}`]));
  const good = Array.from({ length: 50 }, (_, at) => line(at, { pages: [`sm3:${digest(at)}`] }, [digest(at)]));
  const odd = [
    line(50, {}, [digest(99)]),
    line(51, { pages: [`sm3:${digest(5)}`] }),
    line(52, { type: { name: '没有的证', code: '', version: 1 } }),
    line(53, { number: 7 }),
    line(54, { pages: [`sm3:${digest(54)}`] }, [digest(54)]).replace(
      `["${digest(54)}"]`,
      `["\\u0030${digest(54).slice(1)}"]`,
    ),
    '{"id":\n',
  ];
  const bytes = Buffer.from([...good, ...odd].join(''));
  expect(bytes.length).toBeGreaterThan(30_000);
  const { station } = opened;
  const read = fileReader(station, 'a'.repeat(32), ids, undefined, new AbortController().signal);
  const beside = await read('license', bytes);
  const here = await Promise.all(linesOf(bytes).map((one) => read('license', one)));
  expect(beside).toEqual(here.flat());
  const outcomes = beside.map((one) => ('ready' in one ? one.ready.blobs : one.rejected.code));
  expect(outcomes.slice(0, 50)).toEqual(good.map((_, at) => JSON.stringify([`blob-${at}`])));
  expect(outcomes.slice(50)).toEqual([
    'file-missing',
    'file-missing',
    'unknown-license-type',
    'malformed',
    '["blob-54"]',
    'malformed',
  ]);
  expect(beside[3]).toMatchObject({ ready: { body: expect.stringContaining('"pages":["blob-3"]'), editedBy: '李敏' } });
});

test('licenses that were read ahead are read again if their type has come or changed since, and only then', async () => {
  const { station } = opened;
  const sender = 'b'.repeat(32);
  const name = '古树名木移植许可证';
  const { signal } = new AbortController();
  const bytes = Buffer.from(
    Array.from({ length: 40 }, (_, at) => line(at, { type: { name, code: '', version: 1 } })).join(''),
  );
  const ahead = readerAhead(station, sender, signal)('license', bytes)!;
  const reader = () => fileReader(station, sender, new Map(), undefined, signal);
  const before = await reader()('license', bytes, ahead);
  expect(before).toBe(await ahead.lines);
  expect(before[0]).toMatchObject({ rejected: { code: 'unknown-license-type' } });

  const body = { ...types.find((type) => type.name === '营业执照')!, name, version: 1, published: true, earlier: [] };
  const record = { kind: 'licenseType' as const, code: '', name, facet: name };
  const texts = recordTexts({ ...record, body, errors: 0 });
  station.records.receive({ ...record, ...texts, id: 'c'.repeat(32), origin: sender, revision: 1 });
  const after = await reader()('license', bytes, ahead);
  expect(after).toHaveLength(40);
  expect(after.every((one) => 'ready' in one)).toBe(true);
});
