import type { ListLine, PreparedReport } from '../../../shared/exchange/dispatch.ts';
import { matchOrgan } from '../../../shared/station/obligation.ts';
import { organsOfTable } from '../station/station.ts';
import type { LineOwner, ReadPart } from './dispatch-file.ts';
import type { PartnerKeys } from './partners.ts';

/** Whose lines of a list are whose, and those that are nobody's. */
export interface Divided {
  readonly lists: readonly { readonly department: PartnerKeys; readonly lines: readonly ListLine[] }[];
  readonly rejected: PreparedReport['rejected'];
}

/** The lines of a list for one department: those that the file does not give to another. */
export function linesFor(department: PartnerKeys, { body, owners = [] }: ReadPart<'list'>): Divided {
  const lines: ListLine[] = [];
  const rejected: PreparedReport['rejected'] = [];
  for (const [at, line] of body.entries()) {
    const owner = owners[at];
    if (!owner || isBlank(owner) || fits(department, owner)) lines.push(line);
    else rejected.push({ row: owner.row, message: `是“${owner.organ || owner.uscc}”的，不是“${department.name}”的` });
  }
  return { lists: lines.length === 0 ? [] : [{ department, lines }], rejected };
}

/** The lines of a list by the departments that the file names. */
export function divideList(departments: readonly PartnerKeys[], { body, owners = [] }: ReadPart<'list'>): Divided {
  const lists = new Map<PartnerKeys, ListLine[]>();
  const rejected: PreparedReport['rejected'] = [];
  for (const [at, line] of body.entries()) {
    const owner = owners[at] ?? { row: 0, organ: '', uscc: '' };
    const [department, more] = named(departments, owner);
    if (!department || more) rejected.push({ row: owner.row, message: whyNobody(owner, more !== undefined) });
    else lists.set(department, [...(lists.get(department) ?? []), line]);
  }
  return { lists: [...lists].map(([department, lines]) => ({ department, lines })), rejected };
}

function whyNobody(owner: LineOwner, several: boolean): string {
  if (isBlank(owner)) return '没有写明是哪个单位的';
  const name = owner.organ || owner.uscc;
  return several ? `“${name}”不止一个单位，请写全称或统一社会信用代码` : `“${name}”没有接入本站`;
}

const isBlank = ({ organ, uscc }: LineOwner): boolean => organ === '' && uscc === '';

/** By 统一社会信用代码, else by the whole name, else by the end of one: 市民政局, 市场监管局. */
function named(departments: readonly PartnerKeys[], owner: LineOwner): readonly PartnerKeys[] {
  const ways = [byCode, byName, byShortName];
  return ways.map((way) => departments.filter((one) => way(one, owner))).find(({ length }) => length > 0) ?? [];
}

const fits = (department: PartnerKeys, owner: LineOwner): boolean => named([department], owner).length > 0;

const byCode = ({ uscc }: PartnerKeys, owner: LineOwner): boolean => owner.uscc !== '' && uscc === owner.uscc;
const byName = ({ name }: PartnerKeys, owner: LineOwner): boolean => name === owner.organ;

function byShortName({ name, info }: PartnerKeys, { organ }: LineOwner): boolean {
  const short = info?.organ || matchOrgan(name, organsOfTable());
  return organ.length >= 3 && (name.endsWith(organ) || short.endsWith(organ));
}
