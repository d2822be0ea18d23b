import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { foundBy } from '../../../shared/search/pieces.ts';
import { appendAudit, auditHead, verifyAudit } from './audit.ts';
import { changedFields, flatJson } from './changed-fields.ts';
import type { Db } from './database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { recordTexts } from './new-record.ts';
import { bounds, isKind } from './record-list.ts';
import { createRecordStore, type RecordStore, type SaveInput } from './records.ts';

let db: Db;
let records: RecordStore;
let clock = 0;
const now = (): string => `2026-11-23T08:00:${String(clock++).padStart(6, '0')}+08:00`;

const root = mkdtempSync(join(tmpdir(), 'yidi-records-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  db = openDatabase(join(root, `${clock++}.db`), new Uint8Array(32).fill(7), { create: true });
  migrate(db);
  const auditText = (action: string, object: string, old: string, next: string, at: string): void =>
    appendAudit(db, { at, user: '李敏', action, object, old, new: next });
  records = createRecordStore(db, {
    user: '李敏',
    now,
    audit: (action, object, old, next) =>
      auditText(action, object, JSON.stringify(old ?? ''), JSON.stringify(next ?? ''), now()),
    auditText,
  });
});

const draft = (name: string, more: Partial<SaveInput> = {}): SaveInput => ({
  kind: 'catalog',
  code: '',
  name,
  body: { name },
  errors: 0,
  state: 'draft',
  ...more,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'no failure';
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

describe('saving', () => {
  test('an editor that saw an older revision is refused and loses nothing', () => {
    const { id, revision } = records.save(draft('婚姻登记'));
    records.save(draft('婚姻登记信息', { id, base: revision }));
    expect(codeOf(() => records.save(draft('离婚登记', { id, base: revision })))).toBe('record-changed');
    expect(records.get(id).name).toBe('婚姻登记信息');
  });

  test('a record is never overwritten by one of another kind', () => {
    const { id } = records.save(draft('婚姻登记'));
    expect(codeOf(() => records.save(draft('营业执照', { id, kind: 'license' })))).toBe('record-missing');
    expect(records.get(id)).toMatchObject({ kind: 'catalog', name: '婚姻登记', revision: 1 });
  });

  test('a record with errors is not handed in', () => {
    expect(codeOf(() => records.save(draft('缺项', { errors: 2, state: 'pending' })))).toBe('record-incomplete');
    expect(records.list({ kind: 'catalog' }).total).toBe(0);
  });

  test('saving the same contents again is no change: neither a revision nor an audit line', () => {
    const { id } = records.save(draft('同名'));
    const head = auditHead(db);
    expect(records.save(draft('同名', { id })).revision).toBe(1);
    expect(auditHead(db)).toEqual(head);
  });

  test('what was sent cannot be removed, and an edit of it keeps the sent revision', () => {
    const { id } = records.save(draft('送出', { state: 'pending' }));
    records.step(id, { cause: 'seal' });
    expect(codeOf(() => records.remove(id))).toBe('record-locked');
    records.save(draft('送出后改', { id }));
    expect(
      records.step(id, { cause: 'decision', revision: 1, outcome: 'returned', answer: 1 }, [
        { field: 'name', remark: '改' },
      ]),
    ).toBe(true);
    expect(records.get(id)).toMatchObject({
      state: 'draft',
      revision: 2,
      name: '送出后改',
      remarks: [{ field: 'name', remark: '改' }],
    });
    expect(records.version(id, 1)).toEqual({ name: '送出' });
    expect(records.versions(id)).toMatchObject([{ revision: 1, state: 'returned' }]);
  });

  test('a late package never replaces a newer revision', () => {
    const arrive = (revision: number, body: object = { revision }, origin = 'b'.repeat(32)): string =>
      records.receive({
        ...{ id: 'a'.repeat(32), kind: 'catalog', origin, revision, code: '', name: `第${revision}版`, facet: '' },
        ...recordTexts({ kind: 'catalog', code: '', name: `第${revision}版`, body, errors: 0 }),
      });
    expect([arrive(2), arrive(1), arrive(2), arrive(3)]).toEqual(['new', 'older', 'same', 'newer']);
    expect([arrive(3, { other: true }), arrive(4, {}, 'c'.repeat(32))]).toEqual(['differs', 'foreign']);
    expect(records.get('a'.repeat(32))).toMatchObject({ name: '第3版', state: 'received', revision: 3 });
    expect([2, 3].map((revision) => records.version('a'.repeat(32), revision))).toEqual([
      { revision: 2 },
      { revision: 3 },
    ]);
  });
});

describe('finding', () => {
  test('a record is found by one character, by two, by code and by pinyin initials, and by nothing it does not hold', () => {
    records.save(draft('郑州市金水区经三路', { code: '307011/000003', search: ['张伟'] }));
    records.save(draft('离婚登记信息', { code: '307011/000005' }));
    const names = (query: string): string[] => records.list({ kind: 'catalog', query }).rows.map((row) => row.name);
    for (const query of ['金', '金水', '金水区经', 'zzsjsq', '张伟', '000003', 'JSQ 张伟'])
      expect(names(query), query).toEqual(['郑州市金水区经三路']);
    for (const query of ['水金', '金水路', '000006', '张伟 离婚']) expect(names(query), query).toEqual([]);
    expect(names('登记')).toEqual(['离婚登记信息']);
  });

  test('every record is found by any part of its name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'市民政局婚姻登记ab12（）·-/'), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        (chars, a, b) => {
          const name = chars.join('');
          const { id } = records.save(draft(name));
          const start = a % name.length;
          const query = name.slice(start, start + 1 + (b % (name.length - start)));
          expect(records.list({ kind: 'catalog', query, limit: 500 }).rows.some((row) => row.id === id)).toBe(true);
          records.remove(id);
        },
      ),
    );
  });

  test('pages by key give every record once, in order, however they are ordered', () => {
    for (let i = 0; i < 25; i++) records.save(draft(`目录${i % 5}`, { code: String(i % 7) }));
    for (const order of ['updated', 'code', 'name'] as const) {
      const seen: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = records.list({ kind: 'catalog', order, limit: 4, after });
        expect(page.total).toBe(25);
        seen.push(...page.rows.map((row) => row.id));
        if (page.next === null) break;
        after = page.next;
      }
      expect(new Set(seen).size).toBe(25);
    }
  });

  test.each([{ few: 2000 }, { few: 3, most: 0 }, { few: 3, most: 1 }])(
    'with bounds %j, pages give what looking at each record gives, and the count never promises more',
    (change) => {
      const usual = { ...bounds };
      Object.assign(bounds, change);
      try {
        const signs = [...'市民政局婚姻登记ab12-'];
        const letters = fc
          .array(fc.constantFrom(...signs), { minLength: 1, maxLength: 6 })
          .map((chars) => chars.join(''));
        const all = fc.sample(letters, { numRuns: 60, seed: 5 }).map((name, at) => {
          const input = {
            ...draft(name, { code: String(at % 7) }),
            facet: at % 3 ? '' : '102',
            state: at % 4 ? 'draft' : 'pending',
          } as const;
          return { ...records.save(input), at };
        });
        const queries = fc.sample(fc.tuple(letters, fc.constantFrom('updated', 'code', 'name'), fc.nat(7)), {
          numRuns: 80,
          seed: 6,
        });
        for (const [text, order, filter] of queries) {
          const query = text.slice(0, 1 + (text.length % 4));
          const narrow = {
            ...(filter === 1 ? { states: ['pending' as const] } : {}),
            ...(filter === 2 ? { facet: '102' } : {}),
          };
          const wanted = all
            .filter(
              ({ code, name, state, facet }) =>
                foundBy([code, name]).includes(query) &&
                (filter !== 1 || state === 'pending') &&
                (filter !== 2 || facet === '102'),
            )
            .map(({ id }) => id);
          const seen: string[] = [];
          for (let after: string | undefined; ; ) {
            const page = records.list({ kind: 'catalog', query, order, limit: 4, after, ...narrow });
            seen.push(...page.rows.map(({ id }) => id));
            if (page.atLeast) expect(wanted.length, query).toBeGreaterThan(page.total);
            else expect(page.total, query).toBe(wanted.length);
            if (page.next === null) break;
            after = page.next;
          }
          const key = (id: string) => {
            const { updatedAt, code, name } = records.get(id);
            return { updated: updatedAt, code, name }[order];
          };
          const keys = seen.map(key);
          expect(keys).toEqual(
            keys.toSorted((a, b) => (order === 'updated' ? -1 : 1) * Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
          expect(seen.toSorted(), query).toEqual(wanted.toSorted());
        }
      } finally {
        Object.assign(bounds, usual);
      }
    },
  );

  test('a page by any order is read from an index, without sorting', () => {
    for (const [order, column] of [
      ['updated', 'updated_at'],
      ['code', 'code'],
      ['name', 'name'],
    ] as const) {
      const plan = db
        .prepare(
          `EXPLAIN QUERY PLAN SELECT * FROM record WHERE ${isKind('catalog', "'catalog'")} AND origin = '' ORDER BY ${column}, n LIMIT 5`,
        )
        .all() as { detail: string }[];
      expect(plan.map((step) => step.detail).join(), order).toMatch(/USING INDEX record_by_/);
      expect(plan.map((step) => step.detail).join(), order).not.toContain('TEMP B-TREE');
    }
  });
});

describe('audit chain', () => {
  test('lines can be neither changed nor removed by a statement, and the chain verifies', () => {
    records.save(draft('一'));
    records.save(draft('二'));
    expect(() => db.exec("UPDATE audit SET user = 'x'")).toThrow(/never change/);
    expect(() => db.exec('DELETE FROM audit')).toThrow(/never go/);
    expect(() => db.exec("INSERT INTO audit VALUES (9, '', '', '', '', '', '', '')")).toThrow(/one after another/);
    expect(verifyAudit(db)).toMatchObject({ ok: true, lines: 2 });
  });

  test('a chain rewritten by who holds the key is found by a head that the bureau saw', () => {
    for (const name of ['一', '二', '三']) records.save(draft(name));
    const seen = auditHead(db);
    db.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete');
    db.exec("UPDATE audit SET new = '{}' WHERE seq = 2");
    expect(verifyAudit(db)).toMatchObject({ ok: false, seq: 3 });
    db.exec('DELETE FROM audit WHERE seq > 1');
    expect(verifyAudit(db)).toMatchObject({ ok: true, lines: 1 });
    expect(verifyAudit(db, [seen])).toMatchObject({ ok: false, seq: 3 });
  });
});

test('the audit line of a new record is worked out as text like that of a change', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z证]{1,3}$/), fc.jsonValue()), (body) => {
      const said = JSON.parse(flatJson(body, '"state":"draft"}')) as unknown;
      expect(said).toEqual(JSON.parse(JSON.stringify({ ...changedFields(undefined, body)?.next, state: 'draft' })));
    }),
  );
});

test('a change that is rolled back leaves neither record, search entry nor audit line', () => {
  expect(() =>
    db.transaction(() => {
      records.save(draft('半途'));
      throw new Error('power cut');
    })(),
  ).toThrow('power cut');
  expect(records.list({ kind: 'catalog', query: '半途' }).total).toBe(0);
  expect(auditHead(db).seq).toBe(0);
});
