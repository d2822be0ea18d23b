import { isDate } from '../china/dates.ts';
import { isMod1110 } from '../china/iso7064.ts';
import { checkResidentId } from '../china/resident-id.ts';
import { checkOrganisationCode, checkUscc } from '../china/uscc.ts';
import type { Finding } from '../exchange/finding.ts';
import { parseAmount } from './amount.ts';
import { withPaper } from './as-on-paper.ts';
import { checkCopies } from './copies.ts';
import { afterEvent } from './event.ts';
import { besideFace, holderPath } from './fields.ts';
import { idKinds, isPersonal } from './holder.ts';
import { readIdentifier } from './identifier.ts';
import { keyingFindings } from './keyed-field.ts';
import type { License, LicenseStatus } from './license.ts';
import { numberKinds, organisationKind, outdatedFrom, personKind } from './number-kind.ts';
import { longTerm } from './short-date.ts';
import { type FaceField, facesInOrder, type LicenseType } from './type.ts';
import { keepsValidity } from './validity.ts';

export interface CheckContext {
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** Longest text beside the face, in characters. */
const longestBeside = 200;

type Verdict = Omit<Finding, 'field'> | null;

const error = (code: string, message: string): Verdict => ({ level: 'error', code, message });
const warning = (code: string, message: string): Verdict => ({ level: 'warning', code, message });

/**
 * What is wrong with a completed license, in the order of its form. Errors keep it from being handed in; a failed check digit is one, and its
 * message never tells which digit would be right.
 */
export function checkLicense(type: LicenseType, license: License, context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const add = (field: string, verdict: Verdict) => {
    if (verdict) findings.push({ field, ...verdict });
  };
  for (const field of facesInOrder(type))
    add(`face.${field.key}`, checkField(field, license.face[field.key] ?? '', context));
  for (const verdict of checkOrder(type, license, context)) findings.push(verdict);
  for (const { path, kind, required } of besideFace(type))
    add(path, checkBeside(license, path, kind, required, context));
  for (const { field, ...verdict } of checkHolders(type, license, context)) add(field, verdict);
  if (license.type.code !== '' && license.identifier !== '' && readIdentifier(license.identifier) === null)
    add('identifier', error('invalid-identifier', '证照标识的结构或校验位不符'));
  if (license.organCode !== '' && license.organCode.length === 18)
    add('organCode', asWarning(checkUscc(license.organCode)));
  if (license.stock.kind === '增量' && license.stock.basis.trim() === '')
    add('stock.basis', error('basis-missing', '增量证照手工录入，须写明法律、行政法规或党中央、国务院政策依据'));
  for (const { field, ...verdict } of checkCopies(license.copies, license.face[type.copyNumber ?? ''] ?? ''))
    add(field, verdict);
  add('clock.done', checkClock(license, context));
  add('status', checkStatus(license));
  return [...withPaper(findings, license, (path) => valueAt(license, path)), ...keyingFindings(license)];
}

function checkClock({ clock }: License, { today }: CheckContext): Verdict {
  if (clock.done === '') return clock.batch === '' ? null : error('required', '有发证批次的，须填办结日期');
  return checkDay(clock.done, false) ?? (clock.done > today ? error('date-ahead', '晚于今天') : null);
}

/** The state follows from the last event; only the end of its term needs none. */
function checkStatus(license: License): Verdict {
  const last = license.events.at(-1);
  const after = last && afterEvent({ status: last.status as LicenseStatus, pledged: last.pledged }, last.kind);
  if (!after || after.status === license.status || (after.status === '有效' && license.status === '过期')) return null;
  return error(
    'status-without-event',
    `最后一次事项“${last.kind}”之后应为“${after.status}”。状态变更请在证照页办理事项`,
  );
}

/** Checks one value of the face by itself; what the form asks after each field. */
export function checkField(field: FaceField, value: string, context: CheckContext): Verdict {
  if (value === '') return field.required ? error('required', '必填，尚未填写') : null;
  const long = [...value].length;
  if (long > field.length) return error('too-long', `最多 ${field.length} 字，现为 ${long} 字`);
  switch (field.kind) {
    case 'date':
      return checkDay(value, field.longTerm);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? null : error('not-a-number', '应为数字');
    case 'amount':
      return parseAmount(value) ? null : error('not-an-amount', '不是金额。可写 1200万、500万美元 或照面上的大写');
    case 'enum':
      return field.options.includes(value) ? null : error('not-an-option', `应为：${field.options.join('、')}`);
    case 'code':
    case 'text':
      return checkByRule(field, value, context);
  }
}

function checkByRule(field: FaceField, value: string, context: CheckContext): Verdict {
  switch (field.validator?.rule) {
    case 'uscc':
      return checkOrganisation(value);
    case 'resident-id':
      return checkPerson(value, context);
    case 'person-id':
      return looksLikeResidentId(value) ? checkPerson(value, context) : null;
    case 'real-estate-unit':
      return value.length === 28
        ? null
        : error('invalid-unit-number', `不动产单元号应为 28 位，现为 ${value.length} 位`);
    case 'pattern':
      return new RegExp(field.validator.pattern, 'u').test(value.normalize('NFKC'))
        ? null
        : warning('unusual-number', `与常见写法（如 ${field.validator.example}）不同，请对照原件`);
    default:
      return null;
  }
}

/** Other documents have numbers of their own form; only what looks like a resident ID or its kin is held to date and check digit. */
const looksLikeResidentId = (value: string): boolean => /^\d{15}$|^\d{17}[\dX]$|^[A-Z]{3}\d{12}$/.test(value);

function checkOrganisation(value: string): Verdict {
  if (/^\d{15}$/.test(value))
    return isMod1110(value) ? null : error('invalid-registration-number', '15 位注册号末位校验码不符，请逐位对照原件');
  if (/^[0-9A-Z]{8}[0-9X]$/.test(value))
    return checkOrganisationCode(value)
      ? null
      : error('invalid-organisation-code', '9 位组织机构代码末位校验码不符，请逐位对照原件');
  const problem = checkUscc(value);
  if (!problem) return null;
  return problem.level === 'error' ? error('invalid-uscc', problem.reason) : warning(problem.code, problem.reason);
}

function checkPerson(value: string, context: CheckContext): Verdict {
  const problem = checkResidentId(value, context.today);
  if (!problem) return null;
  return problem.level === 'error'
    ? error('invalid-resident-id', problem.reason)
    : warning(problem.code, problem.reason);
}

function asWarning(problem: ReturnType<typeof checkUscc>): Verdict {
  return problem && warning(problem.code, problem.reason);
}

function checkDay(value: string, mayBeLongTerm: boolean): Verdict {
  if (isDate(value) || (mayBeLongTerm && value === longTerm)) return null;
  return error('not-a-date', `不是存在的日期。可写 230105、2023-01-05、t（今天）${mayBeLongTerm ? '、长期' : ''}`);
}

function checkOrder(type: LicenseType, license: License, { today }: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const { roles } = type;
  const path = (role: 'issued' | 'validFrom' | 'validTo') => (roles[role] === null ? role : `face.${roles[role]}`);
  const { issued, validFrom, validTo } = license;
  if (isDate(issued) && issued > today)
    findings.push({ field: path('issued'), level: 'error', code: 'date-ahead', message: '晚于今天，请对照原件' });
  if (isDate(validFrom) && isDate(validTo) && validTo < validFrom)
    findings.push({ field: path('validTo'), level: 'error', code: 'date-order', message: `早于起始日期 ${validFrom}` });
  else if (isDate(validTo) && validTo < today && license.status === '有效')
    findings.push({
      field: path('validTo'),
      level: 'warning',
      code: 'expired',
      message: '期限已届满，而证照状态为“有效”，请核对',
    });
  else if (!keepsValidity(type.validity, validFrom, validTo))
    findings.push({
      field: path('validTo'),
      level: 'warning',
      code: 'unusual-term',
      message: `与本类证照的有效期限（${type.validity.replaceAll('^', '、')}）不同，请对照原件`,
    });
  for (const range of type.ranges) {
    const [from = '', to = ''] = [license.face[range.from], license.face[range.to]];
    const told = findings.some(({ field }) => field === `face.${range.to}`);
    if (!told && isDate(from) && isDate(to) && to < from)
      findings.push({
        field: `face.${range.to}`,
        level: 'error',
        code: 'date-order',
        message: `早于起始日期 ${from}`,
      });
  }
  return findings;
}

/** Holders beyond those of the face, and numbers that nobody was issued any more when the license was. */
function checkHolders(type: LicenseType, license: License, context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const add = (field: string, verdict: Verdict) => {
    if (verdict) findings.push({ field, ...verdict });
  };
  license.holders.forEach((holder, index) => {
    const path = holderPath(type, index, 'idNumber');
    if (index >= type.holders.length) {
      if (holder.name === '') add(holderPath(type, index, 'name'), error('required', '必填，尚未填写'));
      add(path, checkNumber(holder.idNumber, holder.idKind, context));
    }
    if (holder.idKind !== '' && !(holder.idKind in idKinds))
      add(holderPath(type, index, 'idKind'), error('not-an-option', `没有代码类型“${holder.idKind}”`));
    // One passport number in eleven passes the check of an organisation code.
    const organisation = isPersonal(holder.idKind) ? null : organisationKind(holder.idNumber);
    const kind = organisation ?? personKind(holder.idNumber, context.today);
    const last = outdatedFrom(kind);
    if (kind && last !== '' && isDate(license.issued) && license.issued >= last)
      add(path, warning('outdated-number', `${numberKinds[kind].name}在颁发日期（${license.issued}）时已停用，请核对`));
  });
  return findings;
}

function checkBeside(
  license: License,
  path: string,
  kind: 'text' | 'date' | 'idKind',
  required: boolean,
  context: CheckContext,
): Verdict {
  const value = valueAt(license, path);
  if (value === '') {
    if (required) return error('required', '必填，尚未填写');
    return kind === 'text' ? warning('holder-code-missing', '照面没有持证主体代码，请向持证人或内部台账查补') : null;
  }
  if (kind === 'date') return checkDay(value, false);
  if ([...value].length > longestBeside)
    return error('too-long', `最多 ${longestBeside} 字，现为 ${[...value].length} 字`);
  if (!path.endsWith('.idNumber')) return null;
  return checkNumber(value, valueAt(license, path.replace(/idNumber$/, 'idKind')), context);
}

/** A holder's number by its kind; old kinds that count as 099 or 999 are told by their form. */
function checkNumber(value: string, idKind: string, context: CheckContext): Verdict {
  if (value === '') return warning('holder-code-missing', '没有持证主体代码，请向持证人或内部台账查补');
  if (idKind === '001') return checkOrganisation(value);
  if (idKind === '099') return /^\d{15}$|^[0-9A-Z]{8}[0-9X]$/.test(value) ? checkOrganisation(value) : null;
  if (idKind === '111') return checkPerson(value, context);
  return idKind === '999' && looksLikeResidentId(value) ? checkPerson(value, context) : null;
}

/** The text at a dotted path of a license; '' where there is none. */
export function valueAt(license: License, path: string): string {
  let at: unknown = license;
  for (const key of path.split('.'))
    at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : '';
  return typeof at === 'string' ? at : '';
}
