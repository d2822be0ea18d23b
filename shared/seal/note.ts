import type { ReadCharacter } from '../license/reading.ts';
import { NOTE_PROPOSED, NOTE_SURE, NOTE_TICKED } from './limits.ts';

/** A line of a note, read at two sizes. */
export type NoteLine = readonly [readonly ReadCharacter[], readonly ReadCharacter[]];

/** How the words of a note say a type: `near` has wrong characters, `part` stands within other words. */
export const noteMatches = ['full', 'short', 'near', 'part'] as const;
export type NoteMatch = (typeof noteMatches)[number];

/** A license type that a note is taken to name. */
export interface NoteType {
  readonly name: string;
  /** Share of the name that was read, times the engine's own confidence; 0 to 1. */
  readonly confidence: number;
  readonly match: NoteMatch;
  /** Characters that differ from the name. */
  readonly wrong: number;
}

/** Words of a note that name no type of the station, or several. */
export interface NoteDoubt {
  readonly words: string;
  /** What they may mean; empty: nothing that is known. */
  readonly names: readonly string[];
}

export interface NoteReading {
  /** What was read, a line a line; empty where it could not be read. */
  readonly text: string;
  readonly types: readonly NoteType[];
  readonly doubts: readonly NoteDoubt[];
}

/** Whether a type is ticked beforehand; everything else that is proposed waits for a key. */
export const isTicked = ({ match, confidence }: Pick<NoteType, 'match' | 'confidence'>): boolean =>
  match === 'full' && confidence >= NOTE_TICKED;

/** A character that carries meaning, and whether something separates it from the one before. */
interface Cell {
  readonly text: string;
  readonly confidence: number;
  readonly apart: boolean;
}

interface Name {
  readonly name: string;
  readonly letters: readonly string[];
  /** Without what its brackets say. */
  readonly short: boolean;
}

interface Hit {
  readonly of: Name;
  readonly from: number;
  readonly to: number;
  readonly wrong: number;
  readonly value: number;
}

/** What stands around the names of types. */
const filler =
  /^(本印章|本章|此章|印章|适用范围|适用于|适用|使用范围|使用于|使用|用于|用途|证照类型|证照名称|证照|类型|名称|正副本|正本|副本|专用章|专用|以及|加盖|制发|签发|颁发|核发|注记|说明|[等和及与或的上用注]|\d+)/u;
const conjunction = /^[和及与或]/u;
/** What the names of licenses end with. */
const licenseEnd = /(证|照|书|证明|批文|批复|簿|许可)$/u;
const meaning = /[\p{Script=Han}\p{Script=Latin}\d]/u;
/** A wrong character weighs as much as three right ones, words that are left over as much as one each. */
const WRONG_COSTS = 3;
/** A short form may be another license's full name somewhere else. */
const SHORT_SURE = 0.9;

/** The license types that a note names. `types` = names that the station knows; a note that cannot be read proposes nothing. */
export function matchNote(lines: readonly NoteLine[], types: readonly string[]): NoteReading {
  const names = types.flatMap(namesOf);
  const [one, other] = ([0, 1] as const).map((which) => lines.map((line) => tidied(line[which])));
  const scoreOf = (line: ReadCharacter[]) => matchText([line], names).score;
  // Each line as it was read better, which may have been at one size here and at the other there.
  const better = one!.map((line, i) => (scoreOf(other![i]!) > scoreOf(line) ? other![i]! : line));
  return [better, one!, other!]
    .map((reading) => matchText(reading, names))
    .reduce((best, next) => (next.score > best.score ? next : best)).reading;
}

interface Matched {
  readonly reading: NoteReading;
  readonly score: number;
}

function matchText(lines: readonly (readonly ReadCharacter[])[], names: readonly Name[]): Matched {
  const cells = cellsOf(lines);
  const sureness = meanOf(cells);
  if (cells.length === 0 || sureness < NOTE_PROPOSED)
    return { reading: { text: '', types: [], doubts: [] }, score: sureness };
  const hits = cells.map((_, from) => hitsFrom(cells, names, from));
  const { score, chosen, left } = bestCover(cells, hits);
  const types = new Map<string, NoteType>();
  const doubts: NoteDoubt[] = [];
  const propose = (type: NoteType): void => {
    const known = types.get(type.name);
    if (type.confidence >= NOTE_PROPOSED && (known?.confidence ?? 0) < type.confidence) types.set(type.name, type);
  };
  for (const hit of chosen) {
    const words = wordsOf(cells, hit.from, hit.to);
    const meant = hit.wrong > 0 ? namesFor(words, names) : [];
    if (meant.length === 1) {
      propose(shortFor(meant[0]!, cells, hit));
      continue;
    }
    const alike = hits[hit.from]!.filter(({ to, value }) => to === hit.to && value === hit.value);
    for (const one of alike) propose(typeOf(cells, one, joins(cells, left, hit)));
    if (hit.wrong > 0 && differSurely(cells, hit)) doubts.push({ words, names: alike.map(({ of }) => of.name) });
  }
  for (const { from, to } of left) {
    const words = wordsOf(cells, from, to);
    if ([...words].length < 2 || chosen.some((hit) => touches(cells, hit, from, to))) continue;
    const meant = namesFor(words, names);
    if (meant.length === 1) propose(shortFor(meant[0]!, cells, { from, to }));
    else if (meanOf(cells.slice(from, to)) >= NOTE_SURE && licenseEnd.test(words)) doubts.push({ words, names: meant });
  }
  const text = lines.map((line) => line.map((one) => one.text).join('')).join('\n');
  return { reading: { text, types: [...types.values()], doubts }, score: score + sureness };
}

/** What words with characters left out may stand for. */
const namesFor = (words: string, names: readonly Name[]): string[] => [
  ...new Set(names.filter(({ letters }) => isShortFor(words, letters)).map(({ name }) => name)),
];

const shortFor = (name: string, cells: readonly Cell[], { from, to }: Pick<Hit, 'from' | 'to'>): NoteType => ({
  name,
  confidence: rounded(meanOf(cells.slice(from, to)) * SHORT_SURE),
  match: 'short',
  wrong: 0,
});

const rounded = (share: number): number => Math.round(share * 100) / 100;

const wordsOf = (cells: readonly Cell[], from: number, to: number): string =>
  cells
    .slice(from, to)
    .map(({ text }) => text)
    .join('');

const meanOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { confidence }) => sum + confidence / 100, 0) / Math.max(1, cells.length);

/** The name itself, and without its brackets: 税收完税证明(税票) is written 税收完税证明 too. */
function namesOf(name: string): Name[] {
  const letters = (text: string) => [...text.normalize('NFKC')].filter((one) => meaning.test(one));
  const whole = letters(name);
  const outside = letters(name.replace(/[(（〔][^)）〕]*[)）〕]/gu, ''));
  const all = [{ name, letters: whole, short: false }];
  return outside.length >= 3 && outside.length < whole.length ? [...all, { name, letters: outside, short: true }] : all;
}

const wide: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '〈': '《',
  '〉': '》',
};

function tidied(line: readonly ReadCharacter[]): ReadCharacter[] {
  return line.flatMap(({ text, confidence }) =>
    [...text.normalize('NFC')].flatMap((one) => (/\s/.test(one) ? [] : [{ text: wide[one] ?? one, confidence }])),
  );
}

function cellsOf(lines: readonly (readonly ReadCharacter[])[]): Cell[] {
  const cells: Cell[] = [];
  for (const line of lines) {
    let apart = true;
    for (const { text, confidence } of line) {
      if (meaning.test(text)) {
        cells.push({ text: text.normalize('NFKC'), confidence, apart });
        apart = false;
      } else apart = true;
    }
  }
  return cells;
}

/** So many characters of a name may be wrong: of three, one is another license (结婚证, 离婚证). */
const mostWrong = (length: number): number => (length < 4 ? 0 : length < 7 ? 1 : 2);

/** Each name that begins here, with the end at which it fits best. */
function hitsFrom(cells: readonly Cell[], names: readonly Name[], from: number): Hit[] {
  const out: Hit[] = [];
  for (const of of names) {
    const { letters, short } = of;
    const most = mostWrong(letters.length);
    const room = Math.min(cells.length - from, letters.length + most);
    if (room < letters.length - most) continue;
    // Costs of the name's first letters against so many cells, row by row.
    let row = Array.from({ length: room + 1 }, (_, i) => i);
    for (const [at, letter] of letters.entries()) {
      const next = [at + 1];
      for (let i = 1; i <= room; i++)
        next.push(
          Math.min(row[i - 1]! + (cells[from + i - 1]!.text === letter ? 0 : 1), row[i]! + 1, next[i - 1]! + 1),
        );
      row = next;
      if (Math.min(...row) > most) break;
    }
    if (row.length !== room + 1) continue;
    let to = 0;
    for (let i = 1; i <= room; i++)
      if (row[i]! < row[to]! || (row[i] === row[to] && Math.abs(i - letters.length) < Math.abs(to - letters.length)))
        to = i;
    const wrong = row[to]!;
    if (to === 0 || wrong > most) continue;
    out.push({ of, from, to: from + to, wrong, value: letters.length - WRONG_COSTS * wrong - (short ? 0.5 : 0) });
  }
  return out;
}

/** Length of the filler at each place: at the beginning of words, behind a name or another filler; 和 and the like anywhere. */
function fillersIn(cells: readonly Cell[], hits: readonly (readonly Hit[])[]): number[] {
  const text = cells.map((cell) => cell.text).join('');
  const begins = new Set(cells.flatMap(({ apart }, at) => (apart ? [at] : [])));
  return cells.map((_, at) => {
    for (const { to } of hits[at]!) begins.add(to);
    const words = (begins.has(at) ? filler : conjunction).exec(text.slice(at))?.[0] ?? '';
    if (words) begins.add(at + words.length);
    return words.length;
  });
}

/** The names that together say most of the note, and the words that no name covers. */
function bestCover(cells: readonly Cell[], hits: readonly (readonly Hit[])[]) {
  const skips = fillersIn(cells, hits);
  const best: { score: number; hit: Hit | null; to: number }[] = Array(cells.length + 1);
  best[cells.length] = { score: 0, hit: null, to: cells.length };
  for (let at = cells.length - 1; at >= 0; at--) {
    let top = { score: best[at + 1]!.score - 1, hit: null as Hit | null, to: at + 1 };
    const past = at + skips[at]!;
    if (past > at && best[past]!.score > top.score) top = { score: best[past]!.score, hit: null, to: past };
    for (const hit of hits[at]!) {
      const score = best[hit.to]!.score + hit.value;
      if (score > top.score) top = { score, hit, to: hit.to };
    }
    best[at] = top;
  }
  const chosen: Hit[] = [];
  const left: { from: number; to: number }[] = [];
  for (let at = 0; at < cells.length; at = best[at]!.to) {
    const { hit, to } = best[at]!;
    if (hit) chosen.push(hit);
    else if (skips[at] !== to - at) {
      const before = left.at(-1);
      if (before?.to === at && !cells[at]!.apart) before.to = to;
      else left.push({ from: at, to });
    }
  }
  return { score: best[0]!.score, chosen, left };
}

/** Words that are no part of the name stand directly beside it. */
const touches = (cells: readonly Cell[], hit: Pick<Hit, 'from' | 'to'>, from: number, to: number): boolean =>
  (to === hit.from && !cells[hit.from]!.apart) || (from === hit.to && !cells[from]!.apart);

const joins = (cells: readonly Cell[], left: readonly { from: number; to: number }[], hit: Hit): boolean =>
  left.some(
    ({ from, to }) =>
      touches(cells, hit, from, to) && cells.slice(from, to).some(({ confidence }) => confidence / 100 >= NOTE_SURE),
  );

function typeOf(cells: readonly Cell[], { of, from, to, wrong }: Hit, joined: boolean): NoteType {
  const { name, letters, short } = of;
  const words = cells.slice(from, to);
  const share = (letters.length - wrong) / letters.length;
  const match = joined ? 'part' : short ? 'short' : wrong > 0 ? 'near' : 'full';
  return { name, confidence: rounded(share * meanOf(words)), match, wrong };
}

/** Every character that the name does not have was read surely: the note may mean another license. */
function differSurely(cells: readonly Cell[], { of, from, to }: Hit): boolean {
  const other = cells.slice(from, to).filter(({ text }) => !of.letters.includes(text));
  return other.length > 0 && other.every(({ confidence }) => confidence / 100 >= NOTE_SURE);
}

/** Whether the words are a name with characters left out that ends as they do; two characters have to be its end. */
function isShortFor(words: string, letters: readonly string[]): boolean {
  const short = [...words];
  if (short.length >= letters.length || short.at(-1) !== letters.at(-1)) return false;
  if (short.length < 3) return letters.slice(-short.length).join('') === words;
  let at = 0;
  for (const letter of letters) if (letter === short[at]) at++;
  return at === short.length;
}
