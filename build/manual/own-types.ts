import sharp from 'sharp';
import type { LicenseType } from '../../shared/license/type.ts';
import { emptyField } from '../../shared/license/type-record.ts';
import type { Desk } from '../../tests/journey/stations.ts';
import { FACE_HEIGHT_MM, FACE_WIDTH_MM, licenseFace } from '../samples/license-face.ts';
import { type LicenseRow, licenseLabels } from '../samples/license-rows.ts';
import { render } from '../samples/picture.ts';

type Field = LicenseType['fields'][number];
type Row = readonly [key: string, label: string, more?: Partial<Field>];

const critical = { critical: true } as const;
const day = { kind: 'date', length: 10, ...critical } as const;
const long = { wide: true, length: 2000 } as const;

/** Fields one below the other on an A4 face in landscape, in two columns. */
function laidOut(rows: readonly Row[]): Field[] {
  const half = Math.ceil(rows.length / 2);
  return rows.map(([key, label, more], at) => ({
    ...emptyField(at + 1),
    required: true,
    key,
    label,
    zone: { x: at < half ? 62 : 196, y: 62 + (at % half) * 18, width: 84, height: 14 },
    ...more,
  }));
}

const ownTypes = [
  {
    name: '食品经营许可证',
    code: '11410100MB1A23748Y201',
    matters: [
      { name: '食品经营许可', code: '000131023000' },
      { name: '食品经营许可变更、延续', code: '000131023002' },
    ],
    validity: '5年',
    holder: ['JYZMC', 'SHXYDM'],
    number: 'XKZBH',
    organ: 'FZJG',
    until: 'YXQZ',
    fields: laidOut([
      ['XKZBH', '许可证编号', { ...critical, kind: 'code', length: 30 }],
      ['JYZMC', '经营者名称', critical],
      [
        'SHXYDM',
        '社会信用代码（身份证号码）',
        { ...critical, kind: 'code', length: 18, validator: { rule: 'person-id' } },
      ],
      ['FDDBR', '法定代表人（负责人）'],
      ['ZS', '住所', long],
      ['JYCS', '经营场所', { ...critical, ...long }],
      ['ZTYT', '主体业态'],
      ['JYXM', '经营项目', long],
      ['RCJDGLJG', '日常监督管理机构'],
      ['FZJG', '发证机关', critical],
      ['QFR', '签发人'],
      ['FZRQ', '发证日期', day],
      ['YXQZ', '有效期至', { ...day, longTerm: true }],
    ]),
  },
  {
    name: '特种设备使用登记证',
    code: '',
    matters: [{ name: '特种设备使用登记', code: '000731001000' }],
    validity: '',
    holder: ['SYDW', null],
    number: 'DJZBH',
    organ: 'DJJG',
    until: null,
    fields: laidOut([
      ['DJZBH', '登记证编号', { ...critical, length: 40 }],
      ['SYDW', '使用单位名称', critical],
      ['SBSYDD', '设备使用地点', { ...critical, ...long }],
      ['SBZL', '设备种类'],
      ['SBLB', '设备类别'],
      ['SBPZ', '设备品种'],
      ['DWNBH', '单位内编号'],
      ['SBDM', '设备代码', { length: 40 }],
      ['CPBH', '产品编号'],
      ['DJJG', '登记机关', critical],
      ['FZRQ', '发证日期', day],
    ]),
  },
] as const;

export type OwnType = (typeof ownTypes)[number]['name'];

/** Takes 营业执照 from the library into the organ's own catalog and makes two types that the library lacks. */
export async function makeTypes({ client }: Desk): Promise<void> {
  const library = await client.call('licenseType.get', { ref: '营业执照' });
  const { info } = await client.call('station.info', {});
  // Beside its printed label, not over it.
  const beside = { x: 193, y: 150, width: 88, height: 13 };
  const fields = library.type.fields.map((field) => (field.key === 'DJJG' ? { ...field, zone: beside } : field));
  await client.call('licenseType.save', {
    type: { ...library.type, fields, organ: info.name, matterKind: '行政确认', template: await template(client) },
    submit: true,
  });
  for (const { holder, number, organ, until, fields, ...rest } of ownTypes) {
    const { type } = await client.call('licenseType.blank', {});
    await client.call('licenseType.save', {
      submit: true,
      type: {
        ...type,
        ...rest,
        matters: [...rest.matters],
        matterKind: '行政许可',
        holderKind: '自然人或法人',
        face: { widthMm: 297, heightMm: 210 },
        roles: { number, organ, issued: 'FZRQ', validFrom: null, validTo: until },
        holders: [{ name: holder[0], idNumber: holder[1], idKind: '' }],
        copyNumber: null,
        unverified: false,
        fields,
      },
    });
  }
}

/** Original files, a blank face, and the place of the seal with its imprint. */
async function template(client: Desk['client']): Promise<LicenseType['template']> {
  const blank = Object.fromEntries(
    licenseLabels.map((label) => [label, label.endsWith('日期') ? '　-　-　' : '']),
  ) as LicenseRow;
  const drawn = await render(
    licenseFace(blank).replace(/>(1-1|　年　月　日)</g, '><'),
    FACE_WIDTH_MM,
    FACE_HEIGHT_MM,
    150,
  );
  const raw = { width: drawn.width, height: drawn.height, channels: 4 } as const;
  const picture = await sharp(drawn.data, { raw })
    .flatten({ background: '#fbf9f0' })
    .withMetadata({ density: 150 })
    .jpeg()
    .toBuffer();
  const {
    widthMm: _,
    heightMm: __,
    ...face
  } = await client.call('licenseType.addFace', {
    name: '营业执照副本底图.jpg',
    bytes: new Uint8Array(picture),
  });
  const files = [];
  for (const name of ['营业执照（副本）2019 版式.cdr', '营业执照（副本）打印套打位置说明.docx'])
    files.push(await client.call('licenseType.addFile', { name, bytes: new TextEncoder().encode(name.repeat(400)) }));
  const { rows } = await client.call('seal.list', { states: ['pending'], limit: 1 });
  const zone = { x: 205, y: 144, width: 42, height: 42 };
  return { files, face, seals: [{ zone, imprint: rows[0]?.id ?? '' }] };
}
