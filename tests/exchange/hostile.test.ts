import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EntryToWrite, writePackage } from '../../electron/core/exchange/format/format.ts';
import type { PackageKind } from '../../electron/core/exchange/format/package-header.ts';
import { recipientsOf, senderOf } from '../../electron/core/exchange/pack.ts';
import { findPartner } from '../../electron/core/exchange/partners.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

// What stations that are enrolled and sign properly may still try.

const office = makeOffice();
let department: Desk;
let neighbour: Desk;
let bureau: Desk;
let otherBureau: Desk;
let neighbours: string;
let written = 0;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  neighbour = await office.open('neighbour', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  otherBureau = await office.open('other-bureau', 'bureau', '洛阳市大数据管理局', '11410100MB1A236098');
  await enrol(department, otherBureau);
  await enrol(department, bureau);
  await enrol(neighbour, bureau);
  neighbours = await writeLicense(neighbour, usccs[3]!);
  const { files } = await neighbour.client.call('exchange.pack', { to: office.media, ...both });
  await receive(files[0]!.path);
});
afterAll(() => office.close());

const receive = async (path: string) => (await bureau.client.call('intake.receive', { paths: [path] })).packages[0]!;

/** Signs whatever a station likes to say to another one. */
async function sign(
  from: Desk,
  to: Desk,
  kind: PackageKind,
  sequence: number,
  entries: EntryToWrite[],
  previous?: string,
): Promise<string> {
  const { station } = from.core.context;
  const name = `hostile-${++written}`;
  await writePackage({
    kind,
    sender: senderOf(station),
    recipients: recipientsOf(station, findPartner(station, to.id)!),
    epoch: station.epoch,
    sequence,
    previous,
    auditHead: station.auditHead(),
    created: new Date(),
    entries,
    out: { dir: office.root, name },
    volumeBytes: undefined,
    recovery: false,
  });
  return join(office.root, `${name}.ydp`);
}

const entry = (path: string, contents: string | Uint8Array): EntryToWrite => {
  const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents;
  return { path, size: bytes.length, bytes };
};
const line = (id: string, body: unknown, more: object = {}) =>
  JSON.stringify({
    ...{ id, kind: 'license', revision: 9, code: '1', name: '名', facet: '营业执照', files: [], body },
    ...{ createdBy: '李敏', createdAt: 't', updatedBy: '李敏', updatedAt: 't', ...more },
  });

test('records that are nested beyond measure, no UTF-8, no JSON or another department’s stay out one by one, and the package goes in', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const broken = Buffer.concat([
    Buffer.from(line('b'.repeat(32), {}).slice(0, -2)),
    Buffer.from([0xff, 0x22, 0x7d, 0x7d]),
  ]);
  const lines = [
    Buffer.from(line('a'.repeat(32), {}).replace('"body":{}', `"body":{"x":${deep}}`)),
    broken,
    Buffer.from('{"id":'),
    Buffer.from(line(neighbours, {})),
    Buffer.from(line('c'.repeat(32), {}, { files: ['0'.repeat(64)] })),
    Buffer.from(line('d'.repeat(32), { type: { name: '营业执照', version: 1 }, pages: [`sm3:${'0'.repeat(64)}`] })),
  ];
  const bytes = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
  const outcome = await receive(
    await sign(department, bureau, 'report', 1, [entry('records/license-0001.jsonl', bytes)]),
  );
  expect(outcome).toMatchObject({ ok: true, received: 0 });
  expect(outcome.rejected.map(({ code }) => code)).toEqual([
    'malformed',
    'malformed',
    'malformed',
    'id-taken',
    'file-missing',
    'file-missing',
  ]);
  const kept = bureau.core.context.station.records.get(neighbours);
  expect(kept).toMatchObject({ origin: neighbour.id, revision: 1 });
});

test('a bureau decides only about what was sent to it', async () => {
  const id = await writeLicense(department, usccs[1]!);
  await department.client.call('exchange.pack', { ...both });
  const decision = (answer: number) =>
    entry(
      'decision.json',
      JSON.stringify({
        decisions: [{ record: id, revision: 1, outcome: 'accepted', remarks: [], decidedAt: 't', answer }],
      }),
    );
  const stranger = await sign(otherBureau, department, 'decision', 1, [decision(1)]);
  const take = async (path: string) =>
    (await department.client.call('exchange.takeAnswers', { paths: [path] })).outcomes[0];
  expect(await take(stranger)).toMatchObject({ ok: false, code: 'receipt-mismatch' });
  expect(department.core.context.station.records.get(id).state).toBe('sent');
  const ours = await sign(bureau, department, 'decision', 7, [decision(2)]);
  expect(await take(ours)).toMatchObject({ ok: true, accepted: 1 });
});

test('a package that denies the one before it, or that the one behind it denies, is a fork', async () => {
  const empty = [entry('station.json', JSON.stringify({}))];
  const stranger = 'f'.repeat(32);
  const after = await receive(await sign(neighbour, bureau, 'report', 2, empty, stranger));
  expect(after).toMatchObject({ ok: false, code: 'out-of-sequence', received: 0 });
  const late = await office.open('late', 'department', '郑州市司法局', '11410100MB1A23748Y');
  await enrol(late, bureau);
  await writeLicense(late, usccs[0]!);
  await late.client.call('exchange.pack', both);
  await writeLicense(late, usccs[2]!);
  const second = await late.client.call('exchange.pack', { to: office.media, ...both });
  expect(await receive(second.files[0]!.path)).toMatchObject({ ok: true, missing: [1] });
  const first = await receive(await sign(late, bureau, 'report', 1, empty));
  expect(first).toMatchObject({ ok: false, code: 'out-of-sequence', received: 0 });
  expect(first.message).toContain('后一包');
});
