import { isDate } from '../china/dates.ts';
import { checkUscc } from '../china/uscc.ts';
import type { Finding } from '../exchange/finding.ts';
import type { Zone } from './template.ts';
import { FaceField, LicenseType } from './type.ts';
import type { TypeRecord } from './type-record.ts';
import { parseValidity } from './validity.ts';

export interface TypeContext {
  /** The other types that the station knows. */
  readonly others: readonly { readonly name: string; readonly code: string }[];
}

/** Working days before the law takes effect by which a changed entry is due (notice, annex 3, 2.3). */
export const changeDays = 15;

/**
 * What is wrong with an entry of the license catalog, in the order of its form. Errors keep it from being handed in; an own or odd type code is only a
 * warning, since most codes are not public. A type without errors is a sound `LicenseType`.
 */
export function checkType(type: LicenseType & Partial<TypeRecord>, context: TypeContext): Finding[] {
  const findings: Finding[] = [];
  const error = (field: string, code: string, message: string) =>
    findings.push({ field, level: 'error', code, message });
  const warning = (field: string, code: string, message: string) =>
    findings.push({ field, level: 'warning', code, message });

  if (type.name === '') error('name', 'required', '必填，尚未填写');
  else if (context.others.some(({ name }) => name === type.name))
    error('name', 'name-taken', '类型库里已有同名的证照，请打开它制作新版');
  checkCode(type, context, error, warning);
  if (type.definer === '') error('definer', 'required', '必填，尚未填写');
  const uscc = type.definerCode === '' ? null : checkUscc(type.definerCode);
  if (uscc) warning('definerCode', uscc.code, uscc.reason);
  if (type.organ === '' && !type.library) error('organ', 'required', '必填，尚未填写');
  if (parseValidity(type.validity) === null)
    error('validity', 'not-a-validity', '读不出期限。可写 5年、10年、长期，几种并存用顿号隔开；没有规定就空着');
  type.matters.forEach(({ name }, at) => {
    if (name === '') error(`matters.${at}.name`, 'required', '写了代码，缺事项名称');
  });
  checkFields(type, error, warning);
  checkRoles(type, error, warning);
  checkTemplate(type, error);
  const before = (type.earlier ?? []).filter(({ library }) => !library).at(-1);
  if (before) {
    const { basis, effective } = type.change;
    if (basis.trim() === '') error('change.basis', 'required', '改动已发布的目录，须写明法律依据');
    if (!isDate(effective)) error('change.effective', 'not-a-date', '须写明生效日期，如 2027-01-01');
    if (before.name !== type.name)
      error('name', 'name-changed', `新版须沿用原名“${before.name}”；改名的请另建一种证照`);
  } else if (type.change.effective !== '' && !isDate(type.change.effective))
    error('change.effective', 'not-a-date', '不是存在的日期，如 2027-01-01');
  if (findings.every(({ level }) => level === 'warning') && !LicenseType.safeParse(type).success)
    error('', 'malformed', '内容不合证照目录的格式');
  return findings;
}

type Say = (field: string, code: string, message: string) => void;

function checkCode({ code, definerCode }: LicenseType, { others }: TypeContext, error: Say, warning: Say): void {
  const taken = code === '' ? undefined : others.find((other) => other.code === code);
  if (taken) error('code', 'code-taken', `“${taken.name}”已用这个代码`);
  const definer = checkUscc(code.slice(0, 18));
  if (code === '') warning('code', 'code-missing', '没有类型代码，证照标识暂时无法生成');
  else if (!/^[0-9A-Z._-]*$/.test(code) || code.length > 21)
    error('code', 'code-characters', `最多 21 位数字、大写字母，现为 ${code.length} 位“${code}”`);
  else if (code.length !== 21 || !/\d{3}$/.test(code))
    warning('code', 'code-form', '通行的写法是定义机构的统一社会信用代码加 3 位数字，共 21 位；自编代码请核对');
  else if (definer) warning('code', 'code-definer', `前 18 位不是有效的统一社会信用代码（${definer.reason}）`);
  else if (definerCode !== '' && !code.startsWith(definerCode))
    warning('code', 'code-definer', '前 18 位与定义机构代码不同，请核对');
}

function checkFields(type: LicenseType, error: Say, warning: Say): void {
  const { fields } = type;
  if (fields.length === 0) error('fields', 'required', '至少要有一项照面字段');
  const first = (of: (field: FaceField) => string, value: string) => fields.findIndex((field) => of(field) === value);
  fields.forEach((field, at) => {
    const path = `fields.${at}`;
    if (field.label === '') error(`${path}.label`, 'required', '缺字段名称');
    else if (first((one) => one.label, field.label) < at)
      error(`${path}.label`, 'label-taken', `与第 ${first((one) => one.label, field.label) + 1} 项同名`);
    if (field.key !== '' && !FaceField.shape.key.safeParse(field.key).success)
      error(`${path}.key`, 'not-a-key', '标识以字母开头，只用字母、数字和下划线');
    else if (field.key !== '' && first((one) => one.key, field.key) < at)
      error(`${path}.key`, 'key-taken', `与第 ${first((one) => one.key, field.key) + 1} 项的标识相同`);
    if (!Number.isInteger(field.length) || field.length < 1)
      error(`${path}.length`, 'not-a-length', '长度应为 1 至 20000');
    if (field.kind === 'enum' && field.options.length === 0)
      error(`${path}.options`, 'required', '选项型字段须列出选项，用顿号隔开');
    if (field.validator?.rule === 'pattern' && !FaceField.shape.validator.safeParse(field.validator).success)
      error(`${path}.validator`, 'not-a-pattern', '格式写法有误：不超过 120 字，括号后不能再加 * + ? {}');
    else if (
      field.validator?.rule === 'pattern' &&
      !new RegExp(field.validator.pattern, 'u').test(field.validator.example)
    )
      error(`${path}.validator`, 'example-unlike', `样例“${field.validator.example}”不符合自己的格式`);
    if (field.zone && leaves(field.zone, type)) error(`${path}.zone`, 'zone-outside', '区域超出底图');
  });
  const blank = fields.filter(({ zone }) => zone === null).length;
  if (type.template.face && blank > 0) warning('fields', 'zone-missing', `${blank} 项字段还没有在底图上划出区域`);
}

function checkRoles(type: LicenseType, error: Say, warning: Say): void {
  const { roles, holders } = type;
  const at = (key: string) => type.fields.findIndex((field) => field.key === key);
  const names = (path: string, key: string | null, what: string, kind?: FaceField['kind']): void => {
    if (key === null) return;
    const field = type.fields[at(key)];
    if (!field) {
      error(path, 'no-such-field', `${what}所指的照面字段已不在，请重新指定`);
      return;
    }
    if (kind && field.kind !== kind) error(path, 'wrong-kind', `${what}应指日期型的字段，“${field.label}”不是`);
    if (!field.critical)
      warning(`fields.${at(key)}.critical`, 'not-critical', `“${field.label}”是${what}，通常列为关键字段（须双录）`);
  };
  if (roles.number === '') error('roles.number', 'required', '请指明哪一项是证照编号');
  else names('roles.number', roles.number, '证照编号');
  names('roles.organ', roles.organ, '颁发机构');
  names('roles.issued', roles.issued, '颁发日期', 'date');
  names('roles.validFrom', roles.validFrom, '有效期起', 'date');
  names('roles.validTo', roles.validTo, '有效期止', 'date');
  if (holders.length === 0) error('holders', 'required', '请指明哪一项是持证主体');
  holders.forEach((holder, index) => {
    const which = holders.length > 1 ? String(index + 1) : '';
    if (holder.name === '') error(`holders.${index}.name`, 'required', `请指明哪一项是持证主体${which}`);
    else names(`holders.${index}.name`, holder.name, `持证主体${which}`);
    names(`holders.${index}.idNumber`, holder.idNumber, `持证主体代码${which}`);
  });
  for (const [index, { from, to }] of type.ranges.entries())
    if (at(from) < 0 || at(to) < 0) error(`ranges.${index}`, 'no-such-field', '起止栏所指的照面字段已不在');
  if (type.copyNumber !== null && at(type.copyNumber) < 0)
    error('copyNumber', 'no-such-field', '副本号所指的照面字段已不在，请重新指定');
}

function checkTemplate({ face, template }: LicenseType, error: Say): void {
  if (!(face.widthMm > 0)) error('face.widthMm', 'required', '请填照面的宽，毫米');
  if (!(face.heightMm > 0)) error('face.heightMm', 'required', '请填照面的高，毫米');
  if (template.face && face.widthMm > 0 && face.heightMm > 0) {
    const wanted = face.widthMm / face.heightMm;
    if (Math.abs(template.face.width / template.face.height - wanted) > wanted * proportionSlack)
      error('face.widthMm', 'face-proportion', '底图的宽高比例与照面尺寸不符，请核对毫米数或裁去白边');
  }
  template.seals.forEach(({ zone }, at) => {
    if (leaves(zone, { face })) error(`template.seals.${at}`, 'zone-outside', '盖章位置超出底图');
  });
}

/** A face picture that is stretched further than this puts every zone beside its field. */
const proportionSlack = 0.03;
/** Zones are drawn in tenths of a millimetre. */
const roundingMm = 0.05;

function leaves({ x, y, width, height }: Zone, { face }: Pick<LicenseType, 'face'>): boolean {
  return x + width > face.widthMm + roundingMm || y + height > face.heightMm + roundingMm;
}
