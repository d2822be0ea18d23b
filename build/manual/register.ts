import { shippedTypes } from '../../electron/core/license/library.ts';
import { valueAt } from '../../shared/license/check.ts';
import { fieldsToKey, withValue } from '../../shared/license/keying.ts';
import { emptyLicense, type License } from '../../shared/license/license.ts';
import { Licenses } from '../../tests/fixtures/licenses.ts';
import { type Desk, password } from '../../tests/journey/stations.ts';
import { department } from '../../tests/journey/steps.ts';
import { type LicenseRow, licenseLabels } from '../samples/license-rows.ts';
import { licenseScan } from '../samples/license-scan.ts';
import { dayFromNow } from './days.ts';
import type { OwnType } from './own-types.ts';

type Kind = '营业执照' | OwnType;

/** An organ whose full name is as long as they get. */
const longOrgan = '郑州航空港经济综合实验区市场监督管理局（郑州航空港经济综合实验区知识产权局）';
const lifts = ['曳引驱动乘客电梯', '自动扶梯', '承压蒸汽锅炉', '桥式起重机', '叉车'];
const goods =
  '热食类食品制售；冷食类食品制售；自制饮品制售；预包装食品（含冷藏冷冻食品）销售；散装食品（不含散装熟食）销售';

/** Somebody sits down at the machine. */
export async function sit({ client }: Desk, user: string): Promise<void> {
  await client.call('station.lock', {});
  await client.call('station.unlock', { user, password });
}

/** Licenses as this office has them in its boxes, with what people do to them. The same ones at each run. */
export class Register {
  private readonly desk: Desk;
  private readonly made = new Licenses(31, shippedTypes());
  /** First values by record id: the second keying never shows them. */
  private readonly first = new Map<string, License>();
  private index = 0;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Types `count` licenses of one kind out of a box and hands them in. */
  async enter(kind: Kind, box: string, count: number): Promise<void> {
    for (let at = 0; at < count; at++) await this.save(await this.license(kind, box), 'pending');
  }

  /** Leaves as drafts what old faces are full of: half-width brackets, and a term that is over. */
  async leaveWarned(box: string, count: number): Promise<void> {
    for (let at = 0; at < count; at++) {
      const license = await this.license('营业执照', box);
      const face = { ...license.face, MC: (license.face.MC ?? '').replace('有限公司', '(集团)有限公司') };
      await this.save({ ...license, face: at % 3 === 0 ? { ...license.face, YYQXZ: '2021-07-08' } : face }, 'draft');
    }
  }

  async setAside(box: string, reasons: readonly string[]): Promise<void> {
    for (const setAside of reasons) await this.save({ ...(await this.license('营业执照', box)), setAside }, 'draft');
  }

  /** A batch of scans whose faces say what the office typed; one of them carries a code with a wrong check character, declared as 照面如此. */
  async scanned(name: string, box: string, count: number, wrongAt: number): Promise<void> {
    const { client } = this.desk;
    const licenses = [];
    for (let at = 0; at < count; at++) {
      const license = await this.license('营业执照', box);
      licenses.push(
        at === wrongAt ? withValue(license, 'face.TYSHXYDM', wrongCode(license.face.TYSHXYDM ?? '')) : license,
      );
    }
    const batch = await this.batch(name, box, licenses.map(rowOf), 120);
    const { pages } = await client.call('entry.queue', { batch });
    for (const [at, page] of pages.entries()) {
      const license = licenses[at]!;
      if (at !== wrongAt) {
        await this.save({ ...license, pages: [page.blob] }, 'pending', [page.id]);
        continue;
      }
      const { place } = { place: await client.call('entry.scan', { blob: page.blob }) };
      const mm = place.paper.width / 297;
      const rect = { x: place.paper.x + 22 * mm, y: place.paper.y + 36 * mm, width: 66 * mm, height: 12 * mm };
      const crop = await client.call('keying.crop', { blob: page.blob, rotation: 0, rect });
      const { findings } = await client.call('license.check', { license });
      const wrong = findings.find(({ field, level }) => field === 'face.TYSHXYDM' && level === 'error');
      if (!wrong) throw new Error('the wrong code passed its check');
      const said = {
        ...{ value: license.face.TYSHXYDM ?? '', code: wrong.code, message: wrong.message, crop: crop.blob },
        ...{ by: '', at: '', confirmedBy: '', confirmedAt: '' },
      };
      await this.save({ ...license, asOnPaper: { 'face.TYSHXYDM': said }, pages: [page.blob] }, 'pending', [page.id]);
    }
  }

  /** A batch that waits for its clerk; the first face is sharp enough to be read. */
  async waiting(name: string, box: string, rows: readonly Partial<LicenseRow>[]): Promise<string> {
    const made = [];
    for (const row of rows) made.push({ ...rowOf(await this.license('营业执照', box)), ...row });
    return this.batch(name, box, made, 300);
  }

  /** Whoever sits there keys again what others typed, oldest first after `skipped`; every fifth differs in one field. */
  async keyAgain(count: number, skipped = 0): Promise<void> {
    const { client } = this.desk;
    const { rows } = await client.call('keying.queue', {});
    const rules = await client.call('keying.rules', {});
    const mine = rows.filter(({ id, task, own }) => task === 'key' && !own && this.first.has(id));
    for (const [at, { id }] of mine.slice(skipped, skipped + count).entries()) {
      const license = this.first.get(id)!;
      const opened = await client.call('keying.open', { id });
      const fields = fieldsToKey(rules, opened.type, license, dayFromNow(0));
      const values = Object.fromEntries(fields.map(({ path }) => [path, valueAt(license, path)]));
      if (at % 5 === 0) values['face.ZS'] = (values['face.ZS'] ?? '').replace(/(\d)号楼/, '$1号院');
      const effort = { seconds: 24 + ((at * 7) % 15), keys: 41 + ((at * 11) % 23) };
      await client.call('keying.save', { id, base: opened.revision, values, ...effort });
    }
  }

  /** Whoever sits there decides what two people keyed differently: the paper agrees with the second. */
  async decide(count: number): Promise<void> {
    const { client } = this.desk;
    const { rows } = await client.call('keying.queue', {});
    for (const { id } of rows.filter(({ task }) => task === 'decide').slice(0, count)) {
      const { revision, fields } = await client.call('keying.difference', { id });
      const values = Object.fromEntries(fields.map(({ path, values: [, second] }) => [path, second]));
      await client.call('keying.decide', { id, base: revision, values });
    }
  }

  private async batch(name: string, box: string, rows: readonly LicenseRow[], firstDpi: number): Promise<string> {
    const { client } = this.desk;
    const { id } = await client.call('entry.openBatch', { name, type: '营业执照', box });
    const pages = [];
    for (const [at, row] of rows.entries()) {
      const bytes = new Uint8Array(await licenseScan(row, department.name, at, at === 0 ? firstDpi : 120));
      pages.push({ name: `${box}-${String(at + 1).padStart(3, '0')}.jpg`, bytes });
    }
    await client.call('entry.addPages', { batch: id, pages });
    return id;
  }

  private async save(license: License, state: 'draft' | 'pending', pages: string[] = []): Promise<void> {
    const entry = { seconds: 52 + ((this.index * 13) % 61), keys: 61 + ((this.index * 17) % 52) };
    const from = Object.fromEntries(
      Object.keys(license.face).map((key, at) => [
        key,
        (['键入', '识别', '识别', '沿用'] as const)[(at + this.index) % 4]!,
      ]),
    );
    const { row } = await this.desk.client.call('entry.save', { pages, license: { ...license, entry, from }, state });
    this.first.set(row.id, { ...license, entry });
  }

  private async license(kind: Kind, box: string): Promise<License> {
    const at = this.index++;
    const type = await this.desk.client.call('license.type', { name: kind });
    const piece = String((at % 60) + 1).padStart(3, '0');
    const stock = { kind: '存量' as const, basis: '', archive: { box, volume: '01', piece } };
    return { ...emptyLicense(type), face: this.face(kind, at), stock };
  }

  private face(kind: Kind, at: number): Record<string, string> {
    const { made } = this;
    const day = made.day(2009, 2022);
    switch (kind) {
      case '营业执照':
        return {
          ...made.face('营业执照', at),
          ...{ FBH: '1-1', LX: '有限责任公司（自然人投资或控股）', YYQXQ: day, CLRQ: day, FZRQ: day },
          ...{ DJJG: at % 7 === 3 ? longOrgan : department.name, YYQXZ: at % 3 === 0 ? '2041-12-31' : '长期' },
        };
      case '食品经营许可证': {
        const person = at % 2 === 0 ? made.person() : '';
        return {
          ...{ XKZBH: `JY2410105${String(100_0000 + at * 137).padStart(7, '0')}`, FDDBR: person || made.person() },
          JYZMC: person ? `金水区${person}家常菜馆` : made.company().replace('有限公司', '餐饮服务有限公司'),
          ...{ SHXYDM: person ? made.resident().number : made.code(at), ZS: made.address(), JYCS: made.address() },
          ...{ ZTYT: '餐饮服务经营者', JYXM: goods, RCJDGLJG: '郑州市金水区市场监督管理局花园路市场监督管理所' },
          ...{ FZJG: department.name, QFR: '赵建国', FZRQ: `2024${day.slice(4)}`, YXQZ: `2029${day.slice(4)}` },
        };
      }
      case '特种设备使用登记证':
        return {
          ...{ DJZBH: `梯11豫A${String(10_000 + at * 31).slice(-5)}（${day.slice(2, 4)}）`, SYDW: made.company() },
          ...{ SBSYDD: made.address(), SBZL: '电梯', SBLB: '曳引与强制驱动电梯', SBPZ: made.pick(lifts) },
          ...{ DWNBH: `${1 + (at % 9)}号`, SBDM: `3110410105${day.slice(0, 4)}${String(at).padStart(6, '0')}` },
          ...{ CPBH: `N${1_000_000 + at * 997}`, DJJG: department.name, FZRQ: day },
        };
    }
  }
}

/** The same code with another last character: it fails its check. */
const wrongCode = (code: string): string => code.slice(0, -1) + (code.endsWith('T') ? 'R' : 'T');

/** A license as the drawn face has it. */
function rowOf({ face }: License): LicenseRow {
  const printed = (iso = ''): string => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日');
  const values: Partial<LicenseRow> = {
    统一社会信用代码: face.TYSHXYDM ?? '',
    名称: face.MC ?? '',
    类型: face.LX ?? '',
    '法定代表人(负责人/经营者)': face.FDDBR ?? '',
    经营范围: face.JYFW ?? '',
    注册资本: face.ZCZB ?? '',
    成立日期: face.CLRQ ?? '',
    营业期限: `${printed(face.YYQXQ)}至${printed(face.YYQXZ)}`,
    '住所(经营场所)': face.ZS ?? '',
    登记机关: face.DJJG === longOrgan ? department.name : (face.DJJG ?? ''),
    核发日期: face.FZRQ ?? '',
  };
  return Object.fromEntries(licenseLabels.map((label) => [label, values[label] ?? ''])) as LicenseRow;
}
