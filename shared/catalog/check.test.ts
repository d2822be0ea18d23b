import { describe, expect, test } from 'vitest';
import shippedTable from '../../resources/codes/catalog-classification.json' with { type: 'json' };
import { completeCatalog } from '../../tests/fixtures/catalog.ts';
import { type Catalog, emptyCatalog, emptyItem } from './catalog.ts';
import { catalogRules, checkCatalog } from './check.ts';
import { readClassification } from './classification.ts';
import { catalogFieldLabel, fieldNumber, sectionOf, sections } from './fields.ts';

const context = { today: '2026-11-23', classification: readClassification(shippedTable) };
const whole = completeCatalog();
const broken = (catalog: Catalog, more = {}): string[] =>
  checkCatalog(catalog, { ...context, ...more }).map(({ field, code }) => `${code} @ ${field}`);
const paper = { formats: [{ category: '电子文件', type: 'pdf', version: '' }] };
const items = (change: Partial<Catalog['items'][number]>): Partial<Catalog> => ({
  items: [{ ...whole.items[0]!, ...change }, ...whole.items.slice(1)],
});

/** One case for each rule: what is changed in a complete catalog, and the finding it must cause. */
const cases: readonly (readonly [change: Partial<Catalog>, finding: string])[] = [
  [
    { classification: { class: '', item: '', subItem: '', detail: '' } },
    'classification-missing @ classification.class',
  ],
  [{ classification: { ...whole.classification, subItem: '' } }, 'classification-missing @ classification.subItem'],
  [
    { classification: { ...whole.classification, class: '综合信息资源' } },
    'classification-class @ classification.class',
  ],
  [{ code: '202001410101/000012' }, 'classification-code @ code'],
  [
    { classification: { ...whole.classification, item: '国家人口基础信息资源' } },
    'classification-table @ classification.item',
  ],
  [{ name: '' }, 'name-missing @ name'],
  [{ name: '名'.repeat(65) }, 'name-long @ name'],
  [{ code: '' }, 'code-missing @ code'],
  [{ code: '102001410101/' }, 'code-form @ code'],
  [{ code: '4020014/1' }, 'code-form @ code'],
  [{ code: '102001410101/000000' }, 'code-sequence @ code'],
  [{ provider: '' }, 'provider-missing @ provider'],
  [{ providerCode: '' }, 'provider-code-missing @ providerCode'],
  [{ providerCode: '11100000000013338A' }, 'provider-code-wrong @ providerCode'],
  [{ abstract: '' }, 'abstract-missing @ abstract'],
  [{ abstract: '摘'.repeat(10_000) }, 'abstract-long @ abstract'],
  [{ formats: [] }, 'format-missing @ formats'],
  [{ formats: [...whole.formats, { category: '', type: 'pdf', version: '' }] }, 'format-category @ formats.2.category'],
  [
    { formats: [...whole.formats, { category: '三维模型', type: 'obj', version: '' }] },
    'format-category-unknown @ formats.2.category',
  ],
  [
    { formats: [...whole.formats, { category: '电子文件', type: '', version: '' }] },
    'format-type-missing @ formats.2.type',
  ],
  [{ formats: [{ category: '数据库', type: 'oracle', version: '' }] }, 'format-version @ formats.0.version'],
  [
    { formats: [...whole.formats, { category: '自描述格式', type: '', version: '' }] },
    'format-note-missing @ formatNote',
  ],
  [{ formats: [...whole.formats, { category: '电子文件', type: '其他', version: '' }] }, 'format-other @ formatNote'],
  [{ formats: [{ category: '纸质', type: '', version: '' }] }, 'format-paper-only @ formats'],
  [{ census: emptyCatalog().census }, 'census-missing @ census.storage.total'],
  [
    { census: { ...whole.census, records: { total: '1', shared: '', open: '0' } } },
    'census-missing @ census.records.shared',
  ],
  [
    { census: { ...whole.census, storage: { total: '约4', shared: '0', open: '0' } } },
    'census-form @ census.storage.total',
  ],
  [
    { census: { ...whole.census, storage: { total: '1234567890', shared: '0', open: '0' } } },
    'census-form @ census.storage.total',
  ],
  [
    { census: { ...whole.census, storage: { total: '1.23456', shared: '0', open: '0' } } },
    'census-form @ census.storage.total',
  ],
  [
    { census: { ...whole.census, storage: { total: '4', shared: '5', open: '0' } } },
    'census-part @ census.storage.shared',
  ],
  [
    { census: { ...whole.census, records: { total: '0', shared: '0', open: '0' } } },
    'census-empty @ census.records.total',
  ],
  [{ share: { ...whole.share, type: '3', law: '某法' } }, 'census-not-shared @ census.storage.shared'],
  [{ open: { open: '0', condition: '' } }, 'census-not-open @ census.records.open'],
  [{ items: [] }, 'items-missing @ items'],
  [items({ name: '' }), 'item-name-missing @ items.0.name'],
  [items({ name: '企业名称' }), 'item-name-twice @ items.1.name'],
  [items({ name: 'QYMC' }), 'item-name-language @ items.0.name'],
  [items({ type: '' }), 'item-type-missing @ items.0.type'],
  [items({ type: '其他' }), 'item-type-unknown @ items.0.type'],
  [items({ length: '' }), 'item-length-missing @ items.0.length'],
  [items({ length: '18,2' }), 'item-length-form @ items.0.length'],
  [items({ length: '不限' }), 'item-length-form @ items.0.length'],
  [items({ charset: '' }), 'item-charset @ items.0.charset'],
  [items({ share: '部分' }), 'item-share-unknown @ items.0.share'],
  [items({ share: '3' }), 'item-share-stricter @ items.0.share'],
  [
    { ...items({ share: '1' }), share: { ...whole.share, type: '3', law: '某法' } },
    'item-share-looser @ items.0.share',
  ],
  [items({ open: '也许' }), 'item-open-unknown @ items.0.open'],
  [{ ...items({ open: '1' }), open: { open: '0', condition: '' } }, 'item-open-differs @ items.0.open'],
  [{ share: { ...whole.share, type: '' } }, 'share-type-missing @ share.type'],
  [{ share: { ...whole.share, type: '4' } }, 'share-type-unknown @ share.type'],
  [{ share: { ...whole.share, uses: [] } }, 'share-uses-missing @ share.uses'],
  [{ share: { ...whole.share, condition: '' } }, 'share-condition-missing @ share.condition'],
  [{ share: { ...whole.share, scope: '' } }, 'share-scope-missing @ share.scope'],
  [{ share: { ...whole.share, type: '3' } }, 'share-law-missing @ share.law'],
  [{ share: { ...whole.share, category: '' } }, 'share-category-missing @ share.category'],
  [{ share: { ...whole.share, category: '专线' } }, 'share-category-unknown @ share.category'],
  [{ share: { ...whole.share, method: '' } }, 'share-method-missing @ share.method'],
  [{ share: { ...whole.share, method: '纸质报表' } }, 'share-method-unknown @ share.method'],
  [{ share: { ...whole.share, category: '邮件', method: '' } }, 'share-not-platform @ share.category'],
  [{ open: { open: '', condition: '' } }, 'open-missing @ open.open'],
  [{ open: { open: '2', condition: '' } }, 'open-unknown @ open.open'],
  [{ open: { open: '1', condition: '' } }, 'open-condition-missing @ open.condition'],
  [{ share: { ...whole.share, type: '3', law: '某法' } }, 'open-not-shared @ open.open'],
  [{ cycle: '' }, 'cycle-missing @ cycle'],
  [{ cycle: '三年一次' }, 'cycle-unknown @ cycle'],
  [{ releaseDate: '' }, 'release-missing @ releaseDate'],
  [{ releaseDate: '2026-02-30' }, 'release-form @ releaseDate'],
  [{ related: [{ code: '营业执照', name: '', external: '' }] }, 'related-form @ related.0.code'],
  [{ related: [{ code: whole.code, name: '', external: '' }] }, 'related-self @ related.0.code'],
  [{ related: [...whole.related, ...whole.related] }, 'related-twice @ related.1.code'],
];

const change = { reason: 'law', date: '2026-11-02', note: '某条例修订' };

/** Of maintenance: what the published version says of its own change, what is changed since, and the finding. */
const lifeCases: readonly (readonly [published: object, change: Partial<Catalog>, finding: string])[] = [
  [{}, {}, 'change-missing @ change.reason'],
  [{}, { change: { ...change, reason: 'mood' } }, 'change-missing @ change.reason'],
  [{}, { change: { ...change, date: '' } }, 'change-date-missing @ change.date'],
  [{}, { change: { ...change, date: '2026-02-30' } }, 'change-date @ change.date'],
  [{}, { change: { ...change, note: '' } }, 'change-note-missing @ change.note'],
  [{ change }, { change }, 'change-repeated @ change.note'],
  [{}, { retired: { date: '2026-11-02', reason: '' } }, 'retired-reason-missing @ retired.reason'],
  [{}, { retired: { date: '', reason: '职能划转' } }, 'retired-date @ retired.date'],
];

describe('the rules of annex 1', () => {
  test.each(lifeCases)('published %j, now %j', (published, change, finding) => {
    expect(broken({ ...whole, ...change }, { published })).toContain(finding);
  });

  test('a stated change is enough; before it was published nothing is asked; of a withdrawn one only the withdrawal is looked at', () => {
    expect(broken({ ...whole, change }, { published: {} })).toEqual([]);
    expect(broken({ ...whole, change: { ...change, note: '另一条例' } }, { published: { change } })).toEqual([]);
    expect(broken(whole)).toEqual([]);
    const retired = { date: '2026-11-02', reason: '职能划转' };
    expect(broken({ ...whole, abstract: '', items: [], retired }, { published: {} })).toEqual([]);
  });

  test('a complete catalog has no finding', () => {
    expect(broken(whole)).toEqual([]);
  });

  test.each(cases)('%j', (change, finding) => {
    expect(broken({ ...whole, ...change })).toContain(finding);
  });

  test('every rule has its case', () => {
    const reached = new Set(cases.map(([, finding]) => finding.split(' ')[0]));
    reached.add('provider-code-doubtful').add('provider-code-other').add('related-unknown');
    for (const [, , finding] of lifeCases) reached.add(finding.split(' ')[0]);
    expect(catalogRules.map(({ code }) => code).filter((code) => !reached.has(code))).toEqual([]);
    expect(new Set(catalogRules.map(({ code }) => code)).size).toBe(catalogRules.length);
  });

  test('the code of another organ is a warning at a department', () => {
    expect(broken(whole, { stationUscc: '11100000000013127D' })).toEqual(['provider-code-other @ providerCode']);
    expect(broken(whole, { stationUscc: whole.providerCode })).toEqual([]);
  });

  test("a related code that the station does not have is a warning until it is marked as another organ's", () => {
    const related = (external: string): Catalog => ({
      ...whole,
      related: [{ code: '105003410101/000002', name: '', external }],
    });
    const hasCode = (code: string): boolean => code === '102001410101/000013';
    expect(broken(related(''), { hasCode })).toEqual(['related-unknown @ related.0.code']);
    expect(broken(related('1'), { hasCode })).toEqual([]);
    expect(broken(related(''), { hasCode: () => true })).toEqual([]);
    expect(broken(related(''))).toEqual([]);
  });

  test('an empty draft is told everything that the notice requires', () => {
    const errors = checkCatalog(emptyCatalog(), context).filter(({ level }) => level === 'error');
    expect(errors.map(({ code }) => code)).toEqual([
      'classification-missing',
      'name-missing',
      'code-missing',
      'provider-missing',
      'provider-code-missing',
      'abstract-missing',
      'format-missing',
      'census-missing',
      'items-missing',
      'share-type-missing',
      'share-category-missing',
      'open-missing',
      'cycle-missing',
      'release-missing',
    ]);
  });

  test('where notice and template disagree, an unstructured resource is only warned', () => {
    const loose = {
      ...whole,
      ...paper,
      code: '',
      releaseDate: '',
      items: [],
      classification: emptyCatalog().classification,
      census: emptyCatalog().census,
    };
    const findings = checkCatalog(loose, context);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(['classification-missing', 'code-missing', 'release-missing']);
    expect(checkCatalog({ ...whole, ...paper, items: [emptyItem()] }, context).map(({ level }) => level)).toEqual([
      'warning',
      'warning',
      'warning',
    ]);
  });

  test('a census of 0 passes where the resource is not structured', () => {
    const zero = { total: '0', shared: '0', open: '0' };
    expect(broken({ ...whole, ...paper, census: { storage: zero, records: zero } })).toEqual([]);
  });
});

describe('fields and their sections', () => {
  test('every finding stands at a field with a label and a section', () => {
    for (const [change] of cases) {
      for (const { field } of checkCatalog({ ...whole, ...change }, context)) {
        expect(catalogFieldLabel(field)).not.toMatch(/[a-z]/);
        expect(sectionOf(field)).not.toBeNull();
      }
    }
  });

  test('labels and numbers as people read them', () => {
    expect(catalogFieldLabel('items.4.length')).toBe('信息项 5 · 数据长度');
    expect(catalogFieldLabel('')).toBe('整条');
    expect(fieldNumber('items.4.length')).toBe('8.5');
    expect(fieldNumber('share.scope')).toBe('9');
    expect(fieldNumber('census.storage.total')).toBe('普');
    expect(sections.filter(({ no }) => no > 0).map(({ no }) => no)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ]);
  });
});
