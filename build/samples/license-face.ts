import types from '../../resources/codes/license-types.json' with { type: 'json' };
import { type LicenseRow, licenseLabels } from './license-rows.ts';

export const FACE_WIDTH_MM = 297;
export const FACE_HEIGHT_MM = 210;

type Label = (typeof licenseLabels)[number];

/** Left top corner and width of a field's value on the face, in mm. */
type Place = readonly [left: number, top: number, width: number];

/** The drawing follows the zones of the type library, so that the entry desk's crop fits the sample scans. */
function placeOf(label: Label): Place {
  const business = types.types.find((type) => type.name === '营业执照');
  const wanted = label === '营业期限' ? '营业期限自' : label;
  const zone = business?.fields.find(
    (field) => field.label === wanted || (field.synonyms as readonly string[]).includes(wanted),
  )?.zone;
  if (!zone) throw new Error(`the type library has no zone for ${label}`);
  return label === '登记机关' ? [196, zone.y + 5, zone.width] : [zone.x + 1, zone.y, zone.width - 4];
}

/** Middle of the seal over the issuing organ, in mm. */
export const SEAL_AT: readonly [number, number] = [226, 165];

const printed: Readonly<Record<Label, string>> = {
  统一社会信用代码: '统一社会信用代码',
  名称: '名　　称',
  类型: '类　　型',
  '法定代表人(负责人/经营者)': '法定代表人',
  经营范围: '经营范围',
  注册资本: '注册资本',
  成立日期: '成立日期',
  营业期限: '营业期限',
  '住所(经营场所)': '住　　所',
  登记机关: '登记机关',
  核发日期: '',
};

const chineseDate = (iso: string): string => {
  const [year, month, day] = iso.split('-');
  return `${year}年${month}月${day}日`;
};

function wrap(text: string, perLine: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const letter of text) {
    const width = letter.charCodeAt(0) < 256 ? 0.55 : 1;
    if (used + width > perLine && !'，。；、）'.includes(letter)) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += letter;
    used += width;
  }
  return [...lines, line];
}

const text = (x: number, y: number, size: number, value: string, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}" ${more}>${value}</text>`;

function field(label: Label, row: LicenseRow): string {
  const [x, y, width] = placeOf(label);
  const size = 4.5;
  const raw = row[label];
  const value = label.endsWith('日期') ? chineseDate(raw) : raw;
  const lines = wrap(value, Math.floor(width / size));
  const name = printed[label]
    ? text(x < 100 ? 25 : 166, y + 5.8, size, printed[label], 'font-weight="700" letter-spacing="0.6"')
    : '';
  return name + lines.map((line, i) => text(x, y + 5.8 + i * 7.4, size, line)).join('');
}

/** The face of 营业执照 (副本) as an SVG fragment in millimetres: a drawn likeness without emblem, marked 样张. */
export function licenseFace(row: LicenseRow): string {
  const body = licenseLabels.filter((label) => label !== '统一社会信用代码').map((label) => field(label, row));
  const [codeX, codeY] = placeOf('统一社会信用代码');
  return `<g font-family="Noto Serif CJK SC" fill="#1b1b1b">
    <rect x="10" y="10" width="277" height="190" fill="none" stroke="#b98f3e" stroke-width="1.1"/>
    <rect x="12.5" y="12.5" width="272" height="185" fill="none" stroke="#cfae6b" stroke-width="0.5" stroke-dasharray="1.6 0.7"/>
    <circle cx="148.5" cy="32" r="10" fill="#c0392b" stroke="#c9a227" stroke-width="1.2"/>
    ${text(codeX, 34, 4.2, '统一社会信用代码')}
    ${text(codeX, codeY + 7, 5.4, row.统一社会信用代码, 'font-weight="700" font-family="Noto Sans Mono CJK SC"')}
    ${text(148.5, 60, 15, '营 业 执 照', 'text-anchor="middle" font-weight="700"')}
    ${text(144, 70.4, 5, '（副　本）', 'text-anchor="middle"')}
    ${text(159, 70.4, 4.5, '1-1')}
    ${body.join('')}
    ${text(27, 193.5, 3, '市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告')}
    ${text(270, 193.5, 3, '样张　图文虚构　无法律效力', 'text-anchor="end" fill="#6b6b6b"')}
  </g>`;
}
