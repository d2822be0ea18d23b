import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditEchoes } from '../../electron/core/exchange/exchange.ts';
import { verifyAudit } from '../../electron/core/store/audit.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
});
afterAll(() => office.close());

const stateOf = (desk: Desk, id: string): string => {
  const { state, revision } = desk.core.context.station.records.get(id);
  return `${state} ${revision}`;
};

describe('a package from outbox to decision', () => {
  let ids: string[];
  let packageId: string;
  let sealed: string;
  let receipt: string;

  test('without an enrolled bureau nothing is sealed', async () => {
    ids = [];
    for (const uscc of usccs.slice(0, 3)) ids.push(await writeLicense(department, uscc));
    expect(await codeOf(department.client.call('exchange.pack', both))).toBe('partner-missing');
  });

  test('a wrong fingerprint on paper is refused, none counts as not compared', async () => {
    const { name, bytes } = await department.client.call('enrol.request', {});
    expect(await codeOf(bureau.client.call('enrol.accept', { name, bytes, fingerprint: bureau.fingerprint }))).toBe(
      'fingerprint-mismatch',
    );
    const { partner } = await bureau.client.call('enrol.accept', { name, bytes });
    expect(partner.state).toBe('unverified');
    expect(
      await codeOf(bureau.client.call('enrol.confirm', { station: partner.id, fingerprint: bureau.fingerprint })),
    ).toBe('fingerprint-mismatch');
    const confirmed = await bureau.client.call('enrol.confirm', {
      station: partner.id,
      fingerprint: ` ${partner.fingerprint.toUpperCase()} `,
    });
    expect(confirmed.state).toBe('verified');
    const { answer } = await bureau.client.call('enrol.accept', { name, bytes });
    const finish = department.client.call('enrol.finish', { ...answer, fingerprint: department.fingerprint });
    expect(await codeOf(finish)).toBe('fingerprint-mismatch');
    await enrol(department, bureau);
  });

  test('without both signatures nothing is sealed, and nothing has changed', async () => {
    expect(await codeOf(department.client.call('exchange.pack', {}))).toBe('approval-missing');
    expect(await codeOf(department.client.call('exchange.pack', { head: both.head }))).toBe('approval-missing');
    expect(stateOf(department, ids[0]!)).toBe('pending 1');
    const outbox = await department.client.call('exchange.outbox', {});
    expect(outbox.lacking).toEqual({ head: 3, secrecy: 3 });
    expect(outbox.totals).toEqual([expect.objectContaining({ kind: 'license', total: 3, new: 3, changed: 0 })]);
  });

  test('nobody signs for an entry of their own', async () => {
    const records = ids.map((id) => ({ id, revision: 1 }));
    expect(await codeOf(department.client.call('approval.give', { kind: 'secrecy', records }))).toBe('own-entry');
  });

  test('what the head sends back is a draft again, with the reason', async () => {
    const sent = { records: [ids[0]!], reason: '住所请核对' };
    expect(await department.client.call('approval.refuse', sent)).toEqual({ moved: 1 });
    const { records } = department.core.context.station;
    expect(records.get(ids[0]!)).toMatchObject({ state: 'draft', remarks: [{ field: '', remark: '住所请核对' }] });
    await department.client.call('license.submit', { id: ids[0]! });
    expect(stateOf(department, ids[0]!)).toBe('pending 1');
  });

  test('sealed, written to the medium and read back', async () => {
    expect(await department.client.call('approval.record', { head: both.head })).toEqual({ covered: 3 });
    const done = await department.client.call('exchange.pack', { to: office.media, secrecy: both.secrecy });
    packageId = done.packageId;
    expect(done).toMatchObject({ sequence: 1, counts: { license: 3 }, records: 3 });
    sealed = done.files[0]!.path;
    expect(readFileSync(sealed).length).toBe(done.files[0]!.bytes);
    expect(stateOf(department, ids[0]!)).toBe('sent 1');
    const [sent] = (await department.client.call('exchange.packages', {})).packages;
    expect(sent).toMatchObject({ id: packageId, step: 'written', states: { sent: 3 }, kept: true });
    expect(await codeOf(department.client.call('exchange.pack', both))).toBe('nothing-to-send');
  });

  test('written again it is the same file, byte for byte', async () => {
    const before = readFileSync(sealed);
    const { files } = await department.client.call('exchange.write', { package: packageId, to: `${office.media}/two` });
    expect(readFileSync(files[0]!.path).equals(before)).toBe(true);
  });

  test('the bureau takes it in and signs for it', async () => {
    // What an intake had listed that was killed before its package stood in the ledger.
    const { db } = bureau.core.context.station;
    const left = db.prepare(
      "INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by) VALUES (1, ?, 1, 'license', '', '')",
    );
    for (const id of [ids[0], 'gone']) left.run(id);
    const { packages } = await bureau.client.call('intake.receive', { paths: [sealed], receiptTo: office.media });
    expect(packages).toEqual([
      expect.objectContaining({
        ok: true,
        code: '',
        packageId,
        received: 3,
        rejected: [],
        missing: [],
        senderName: '郑州市市场监督管理局',
      }),
    ]);
    const listed = db.prepare("SELECT record FROM intake_record WHERE entered_by <> ''").pluck().all();
    expect(listed.sort()).toEqual([...ids].sort());
    expect(db.prepare('SELECT count(*) FROM intake_record').pluck().get()).toBe(3);
    receipt = packages[0]!.receipt;
    const { partners } = await bureau.client.call('enrol.partners', {});
    expect(partners[0]!.info).toMatchObject({ name: '郑州市市场监督管理局', division: '410100' });
    expect(stateOf(bureau, ids[0]!)).toBe('received 1');
  });

  test('the same package again gives the same receipt, byte for byte, and doubles nothing', async () => {
    const before = readFileSync(receipt);
    const { packages } = await bureau.client.call('intake.receive', { paths: [sealed], receiptTo: office.media });
    expect(packages[0]).toMatchObject({ ok: true, code: 'already-received', received: 3, receipt });
    expect(readFileSync(receipt).equals(before)).toBe(true);
    expect((await bureau.client.call('review.list', { kind: 'license' })).total).toBe(3);
  });

  test('the receipt makes the records received, twice no more than once', async () => {
    const take = () => department.client.call('exchange.takeAnswers', { paths: [receipt] });
    expect(await take()).toMatchObject({ received: 3, accepted: 0, returned: 0 });
    expect(stateOf(department, ids[0]!)).toBe('received 1');
    const lines = department.core.context.station.auditHead().seq;
    expect((await take()).outcomes[0]).toMatchObject({ ok: true, code: 'already-received', received: 3 });
    expect(department.core.context.station.auditHead().seq).toBe(lines);
  });

  test('the audit head that the receipt says back proves the chain', () => {
    const { db } = department.core.context.station;
    const echoes = auditEchoes(department.core.context.station);
    expect(echoes).toHaveLength(1);
    expect(verifyAudit(db, echoes)).toMatchObject({ ok: true });
    expect(verifyAudit(db, [{ ...echoes[0]!, sm3: '0'.repeat(64) }])).toMatchObject({ ok: false, seq: echoes[0]!.seq });
  });

  test('one record comes back with a remark at its field, the others are accepted', async () => {
    const { rows } = await bureau.client.call('review.list', { kind: 'license', packageId });
    const first = await bureau.client.call('review.get', { id: ids[0]! });
    expect(first.lines[0]).toMatchObject({ label: '证照类型', after: '营业执照', changed: false });
    expect(first.approvals.map((one) => one.person)).toEqual(['王建国', '赵海燕']);
    expect(rows[0]).toMatchObject({ partnerName: '郑州市市场监督管理局', sequence: 1, packageId });
    const wish = { id: ids[0]!, revision: 1, outcome: 'returned' as const };
    expect(await codeOf(bureau.client.call('review.decide', wish))).toBe('remark-missing');
    expect(
      await codeOf(
        bureau.client.call('review.decide', { ...wish, revision: 2, remarks: [{ field: '', remark: '晚' }] }),
      ),
    ).toBe('record-changed');
    await bureau.client.call('review.decide', {
      ...wish,
      remarks: [{ field: 'face.address', remark: '住所与原件不符' }],
    });
    expect(await bureau.client.call('review.decidePackage', { packageId, outcome: 'accepted' })).toEqual({
      decided: 2,
    });
    expect((await bureau.client.call('review.waiting', {})).waiting).toEqual([
      expect.objectContaining({ accepted: 2, returned: 1, stored: 0 }),
    ]);
  });

  test('an edit made meanwhile is kept, and the remark lands at the field', async () => {
    const { files, decisions } = await bureau.client.call('review.release', { to: office.media });
    expect(decisions).toBe(3);
    await writeLicense(department, usccs[1]!, { 法定代表人: '王敏' }, ids[1]);
    expect(stateOf(department, ids[1]!)).toBe('pending 2');
    const taken = await department.client.call('exchange.takeAnswers', {
      files: [{ name: 'd.ydp', bytes: new Uint8Array(readFileSync(files[0]!.path)) }],
    });
    expect(taken).toMatchObject({ received: 0, accepted: 2, returned: 1 });
    const { records } = department.core.context.station;
    expect(records.get(ids[0]!)).toMatchObject({
      state: 'returned',
      remarks: [{ field: 'face.address', remark: '住所与原件不符' }],
    });
    expect(records.get(ids[1]!)).toMatchObject({
      state: 'pending',
      revision: 2,
      sent: { revision: 1, state: 'accepted' },
    });
    expect(records.get(ids[2]!).state).toBe('accepted');
    const [sent] = (await department.client.call('exchange.packages', {})).packages;
    expect(sent).toMatchObject({ step: 'reviewed', states: { accepted: 2, returned: 1 } });
  });

  test('the corrected record goes with the next package and is compared with its last version', async () => {
    await writeLicense(department, usccs[0]!, { 住所: '郑州市管城回族区宇通路6号' }, ids[0]);
    const outbox = await department.client.call('exchange.outbox', {});
    expect(outbox.totals[0]).toMatchObject({ total: 2, changed: 2 });
    const done = await department.client.call('exchange.pack', { to: office.media, ...both });
    expect(done).toMatchObject({ sequence: 2, records: 2 });
    await bureau.client.call('intake.receive', { paths: [done.files[0]!.path] });
    const again = await bureau.client.call('review.get', { id: ids[0]! });
    expect(again.previous).toMatchObject({ revision: 1, state: 'returned' });
    expect(again.lines.filter((line) => line.changed)).toEqual([
      expect.objectContaining({ before: '郑州市金水区花园路126号院3号楼', after: '郑州市管城回族区宇通路6号' }),
    ]);
  });

  test('the bag can be written out, and only into an empty folder', async () => {
    const to = `${office.root}/bag`;
    const done = await bureau.client.call('exchange.unpack', { paths: [sealed], to });
    expect(done).toMatchObject({ packageId, files: 4 });
    const line = readFileSync(`${to}/data/records/license-0001.jsonl`, 'utf8').split('\n')[0]!;
    expect(JSON.parse(line)).toMatchObject({ id: ids[0], revision: 1, kind: 'license' });
    expect(await codeOf(bureau.client.call('exchange.unpack', { paths: [sealed], to }))).toBe('folder-not-empty');
  });
});
