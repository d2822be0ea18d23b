import { checkField } from './check.ts';
import { normalizeValue } from './normalize.ts';
import { longTerm, parseDateRange } from './short-date.ts';
import type { FaceField, LicenseType } from './type.ts';

/** A character as text recognition read it. */
export interface ReadCharacter {
  readonly text: string;
  /** 0 to 100, as the engine says. */
  readonly confidence: number;
  /** Where it stands, px of the picture after its turn. */
  readonly at?: Place | undefined;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of print, read twice at different sizes. */
export interface LineReading {
  readonly readings: readonly [readonly ReadCharacter[], readonly ReadCharacter[]];
  /** Print runs over the border of the zone. */
  readonly overhangs: boolean;
  /** Share of the line under red ink, 0 to 1. */
  readonly stained: number;
}

/** What text recognition proposes for a field: never taken without a key of the clerk's. */
export interface Proposal {
  readonly value: string;
  /** Characters of the value (code points, from 0) that may be wrong, ascending. */
  readonly doubtful: readonly number[];
  /** Where the print stands that they were read from, as far as it is known. */
  readonly places: readonly Place[];
}

interface Mark {
  readonly text: string;
  readonly doubt: boolean;
  readonly at?: Place | undefined;
}

/** Below this the engine is not sure of a Chinese character, or of another: it knows 5000 of the ones and a hundred of the others. */
const SURE_HAN = 98;
const SURE = 94;
/** Under a seal it errs with more confidence. */
const SURE_STAINED = 99;
/** From this share on a line counts as stained. */
const STAINED = 0.01;

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const codeAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const dateAlphabet = '0123456789年月日一二三四五六七八九〇零十至长期永久自起-./';
const amountDigits = '零壹贰叁肆伍陆柒捌玖';
const amountUnits = '拾佰仟万亿圆元角分';
const amountAlphabet = `${amountDigits}${amountUnits}整正人民币美港欧日英镑0123456789.,`;

/** The only characters that can stand in a field, '' where any can. Amounts in capitals are read freely: the engine drops what an alphabet forbids. */
export function alphabetOf(field: FaceField): string {
  switch (field.kind) {
    case 'date':
      return dateAlphabet;
    case 'number':
      return '0123456789.-';
    case 'code':
      if (field.validator?.rule === 'uscc') return usccAlphabet;
      return field.validator?.rule === 'resident-id' ? '0123456789X' : codeAlphabet;
    case 'enum':
      return [...new Set(field.options.join(''))].join('');
    case 'amount':
    case 'text':
      return '';
  }
}

/**
 * The value that two readings of a zone amount to, in the form in which it is stored. Where the readings differ, the engine is unsure, print is cut off, or the
 * field's own check finds fault, characters are marked; none is changed to make a check pass. Null where nothing was read.
 */
export function proposalOf(
  type: LicenseType,
  field: FaceField,
  lines: readonly LineReading[],
  today: string,
): Proposal | null {
  const read = withoutLabel(
    field,
    lines.flatMap((line) => agreed(field, line)),
  );
  if (read.length === 0) return null;
  const { value, marks, print = marks } = valueFrom(type, field, read, today);
  if (value === '') return null;
  const points = [...value];
  const free = field.kind === 'text' && field.validator === null;
  const faulty = checkField(field, value, { today }) !== null || !shapely(field, value);
  const kept = marks.length === points.length;
  const anywhere = read.some(({ doubt }) => doubt);
  const doubtful = points.flatMap((point, index) =>
    faulty || (kept ? marks[index]!.doubt : anywhere) || !usual.test(point) || (free && suspect.test(point))
      ? [index]
      : [],
  );
  const shown =
    kept && print === marks ? doubtful.map((index) => marks[index]!) : print.filter(({ doubt }) => faulty || doubt);
  return { value, doubtful, places: shown.flatMap(({ at }) => at ?? []) };
}

/** GB/T 37346: land, then the kind of right in two letters, then the fixture. The field's own check asks for the length alone. */
function shapely({ validator }: FaceField, value: string): boolean {
  return validator?.rule !== 'real-estate-unit' || /^\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}$/.test(value);
}

/** In Chinese text a letter is more often a torn character; 荣 is what the engine makes of 荥, which it hardly knows. */
const suspect = /[A-Za-z荣]/;

/** What faces are printed with; anything else is a misreading more often than not. */
const usual = /[\p{Script=Han}\p{Script=Latin}\d，。、；：（）〔〕《》“”·.\-—/~%㎡#+&]/u;

/** `marks` go with the characters of the value; `print` holds what stands on the paper, where the value is written otherwise. */
interface ReadValue {
  readonly value: string;
  readonly marks: readonly Mark[];
  readonly print?: readonly Mark[];
}

function valueFrom(type: LicenseType, field: FaceField, read: readonly Mark[], today: string): ReadValue {
  const text = textOf(read);
  if (field.kind === 'date') return dayOf(type, field, read, text, today);
  if (field.kind === 'amount') {
    const mended = inCapitals(read);
    const value = normalizeValue(type, field, textOf(mended), today);
    return {
      value,
      marks: mended.some(({ doubt }) => doubt) ? [...value].map((one) => ({ text: one, doubt: true })) : mended,
      print: mended,
    };
  }
  if (field.kind === 'enum') {
    const value = field.options.find((option) => option === text) ?? '';
    return { value, marks: read };
  }
  if (field.kind === 'text') {
    const marks = inWords(read);
    return { value: textOf(marks), marks };
  }
  const marks = field.validator?.rule === 'real-estate-unit' ? withLand(read) : read;
  return { value: normalizeValue(type, field, textOf(marks), today), marks };
}

/** The letter of state land behind the twelve digits of a parcel, before that of a right, is read as a digit more often than not. It stays doubtful. */
function withLand(read: readonly Mark[]): readonly Mark[] {
  const { text: right = '' } = read[13] ?? {};
  if (read.length !== 28 || !/[06OCQ]/.test(read[12]!.text) || !/[A-Z]/.test(right)) return read;
  return read.map((mark, index) => (index === 12 ? { ...mark, text: 'G', doubt: true } : mark));
}

/** A day, or the one end of a line that holds two because another date field has the same zone. */
function dayOf(type: LicenseType, field: FaceField, read: readonly Mark[], text: string, today: string): ReadValue {
  const { zone } = field;
  const pair = type.fields.filter(
    (other) => other.kind === 'date' && other.zone && zone && other.zone.x === zone.x && other.zone.y === zone.y,
  );
  const isLast = pair.length > 1 && pair[1]!.key === field.key;
  let value = normalizeValue(type, field, text, today);
  let mine = read;
  if (pair.length > 1) {
    const cut = read.findIndex((mark) => mark.text === '至');
    mine = cut < 0 ? read : isLast ? read.slice(cut + 1) : read.slice(0, cut);
    const range = parseDateRange(text, { today, longTerm: true, yearsAhead: 60 });
    value = range ? (isLast ? range.to : range.from) : textOf(mine);
    // What separates two days may itself be misread: then nothing tells which is which.
    if (cut < 0 && value !== '') mine = mine.map((mark) => ({ ...mark, doubt: true }));
  }
  // A day whose last sign is lost is a day too, but another one.
  if (value !== '' && value !== longTerm && text.includes('年') && mine.at(-1)?.text !== '日')
    mine = mine.map((mark) => ({ ...mark, doubt: true }));
  const digits = mine.filter((mark) => /\d/.test(mark.text));
  if (/^\d{4}-\d\d-\d\d$/.test(value) && digits.length === 8) {
    const separator = mine.some(({ text: one, doubt }) => doubt && !/\d/.test(one));
    let at = 0;
    const marks = [...value].map((one) => ({ text: one, doubt: one === '-' ? separator : digits[at++]!.doubt }));
    return { value, marks, print: mine };
  }
  const doubt = mine.some((mark) => mark.doubt);
  return { value, marks: [...value].map((one) => ({ text: one, doubt })), print: mine };
}

/** What the engine makes of 赁 behind 租: it hardly knows it, and there are no such words. */
const rented = /[贼贩货贷贱]/;

/** Print that the engine takes for what cannot stand there. Each character stays doubtful. */
function inWords(read: readonly Mark[]): Mark[] {
  return read.map((mark, index) => {
    if (/[[\]|]/.test(mark.text)) return { ...mark, text: '1', doubt: true };
    if (rented.test(mark.text) && read[index - 1]?.text === '租') return { ...mark, text: '赁', doubt: true };
    return mark;
  });
}

/** What the engine takes the capitals of amounts for: it has never seen 贰, and confuses others. Each stays doubtful. */
const misread: Readonly<Record<string, string>> = {
  壶: '壹',
  丙: '两',
  栏: '柒',
  染: '柒',
  抬: '拾',
  拙: '拾',
  园: '圆',
  国: '圆',
  任: '仟',
  仔: '仟',
  伺: '佰',
};

function inCapitals(read: readonly Mark[]): Mark[] {
  const known = read.filter(({ text }) => amountDigits.includes(text) || amountUnits.includes(text)).length;
  if (known * 2 < read.length) return [...read];
  return read.map((mark, index) => {
    if (amountAlphabet.includes(mark.text)) return mark;
    const next = read[index + 1]?.text ?? '';
    const known = misread[mark.text];
    if (known) return { ...mark, text: known, doubt: true };
    return { ...mark, doubt: true, ...(amountUnits.includes(next) && next !== '' ? { text: '贰' } : {}) };
  });
}

/** One line of characters out of two readings: the surer one, marked where the other differs. */
function agreed(field: FaceField, { readings, overhangs, stained }: LineReading): Mark[] {
  const sure = (text: string): number =>
    stained > STAINED ? SURE_STAINED : /\p{Script=Han}/u.test(text) ? SURE_HAN : SURE;
  const [one, other] = readings.map((reading) => tidy(field, reading)) as [ReadCharacter[], ReadCharacter[]];
  const [best, second] = surenessOf(one) >= surenessOf(other) ? [one, other] : [other, one];
  const same = alike(best, second);
  return best.map(({ text, confidence, at }, index) => {
    const end = overhangs && (index === 0 || index === best.length - 1);
    const twin = second[same.get(index) ?? -1];
    return { text, at, doubt: !twin || Math.min(confidence, twin.confidence) < sure(text) || end };
  });
}

function surenessOf(reading: readonly ReadCharacter[]): number {
  return reading.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, reading.length);
}

/** For each index of `a` whose character stands in `b` at the same place of the best alignment, with nothing of `b` left out beside it, its index there. */
function alike(a: readonly ReadCharacter[], b: readonly ReadCharacter[]): Map<number, number> {
  const width = b.length + 1;
  const cost = new Uint16Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++)
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) cost[i * width + j] = i + j;
      else
        cost[i * width + j] = Math.min(
          cost[(i - 1) * width + j - 1]! + (a[i - 1]!.text === b[j - 1]!.text ? 0 : 1),
          cost[(i - 1) * width + j]! + 1,
          cost[i * width + j - 1]! + 1,
        );
    }
  const same = new Map<number, number>();
  const beside = new Set<number>();
  for (let i = a.length, j = b.length; i > 0 || j > 0; ) {
    const here = cost[i * width + j]!;
    if (i > 0 && j > 0 && here === cost[(i - 1) * width + j - 1]! + (a[i - 1]!.text === b[j - 1]!.text ? 0 : 1)) {
      if (a[i - 1]!.text === b[j - 1]!.text) same.set(i - 1, j - 1);
      i--;
      j--;
    } else if (j > 0 && here === cost[i * width + j - 1]! + 1) {
      beside.add(i - 1).add(i);
      j--;
    } else i--;
  }
  for (const index of beside) same.delete(index);
  return same;
}

const fullWidth: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '!': '！',
  '?': '？',
  '〈': '《',
  '〉': '》',
};

/** Characters of a reading in the widths that faces are printed in, without the blanks that the engine puts between them. */
function tidy(field: FaceField, reading: readonly ReadCharacter[]): ReadCharacter[] {
  const split = reading.flatMap(({ text, ...rest }) =>
    [...text.normalize('NFC')].map((one) => ({ text: one, ...rest })),
  );
  const letter = (at: number) => /[A-Za-z]/.test(split[at]?.text ?? '');
  const digit = (at: number) => /\d/.test(split[at]?.text ?? '');
  return split.flatMap((one, index) => {
    if (/\s/.test(one.text))
      return letter(index - 1) && letter(index + 1) && field.kind === 'text' ? [{ ...one, text: ' ' }] : [];
    if (/[！-～]/.test(one.text) && /[０-９Ａ-Ｚａ-ｚ]/.test(one.text))
      return [{ ...one, text: one.text.normalize('NFKC') }];
    if (field.kind !== 'text') return [one];
    if (one.text === ',' && digit(index - 1) && digit(index + 1)) return [one];
    return [{ ...one, text: fullWidth[one.text] ?? one.text }];
  });
}

/** A zone may reach over the printed label: what begins with it is not the value. */
function withoutLabel(field: FaceField, read: readonly Mark[]): readonly Mark[] {
  const text = textOf(read);
  const words = [field.label, ...field.synonyms].flatMap((word) => [word, word.replace(/[_(（].*$/, '')]);
  const label = words.find((word) => text.startsWith(word) && text !== word);
  if (!label) return read;
  const rest = read.slice([...label].length);
  return /^[：:]$/.test(rest[0]?.text ?? '') ? rest.slice(1) : rest;
}

function textOf(marks: readonly Mark[]): string {
  return marks.map(({ text }) => text).join('');
}
