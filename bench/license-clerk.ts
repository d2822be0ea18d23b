import type { Page } from 'playwright-core';
import { repeatedFields } from '../shared/license/known-values.ts';
import type { FaceField, LicenseType } from '../shared/license/type.ts';

/** What the paper says, by the key of the field, as it is stored; '' where it says nothing. */
export type Paper = Readonly<Record<string, string>>;

/** What a clerk sees at the field in focus. */
interface View {
  readonly key: string;
  readonly value: string;
  /** Under the field, to be taken by Tab; null where nothing is offered. */
  readonly offer: { readonly text: string; readonly doubtful: readonly number[]; readonly read: boolean } | null;
}

/** What a field that is still to come shows: its value, or in grey what was read of it without doubt; '' where neither. */
interface Ahead {
  readonly value: string;
  readonly grey: string;
}

type Edit = { readonly at: number; readonly drop: number; readonly put: string };
type Stroke = { readonly key: string } | { readonly text: string };

/**
 * Enters licenses on the entry desk with the paper beside it, and counts keys: a chord is one, a Chinese character is one, as in the spreadsheet. Presses only what a
 * clerk can decide on who compares what the page shows with the paper.
 */
export class Clerk {
  /** Keys by field; those that hand a license in stand under ''. */
  readonly keys = new Map<string, number>();
  /** How fields came about: offered rightly and taken, corrected, typed, … */
  readonly ways = new Map<string, number>();
  private readonly page: Page;
  private readonly type: LicenseType;
  private readonly first: string;
  private readonly patienceMs: number;
  /** The nearest day above that begins something. */
  private day = '';
  private field = '';

  /** `patienceMs`: how long the desk may take to follow a key. */
  constructor(page: Page, type: LicenseType, patienceMs: number) {
    this.page = page;
    this.patienceMs = patienceMs;
    this.type = type;
    this.first = type.fields.toSorted((a, b) => a.order - b.order)[0]!.key;
  }

  /** Enters one license, from the first field to the next license. */
  async enter(paper: Paper): Promise<void> {
    const fields = this.type.fields.toSorted((a, b) => a.order - b.order);
    const last = fields.findLastIndex(({ key }) => (paper[key] ?? '') !== '');
    this.day = '';
    for (let at = 0; at <= last; ) {
      const rest = fields.slice(at);
      const count = (await this.takeRun(rest, paper)) || (await this.fill(rest[0]!, paper, at === last));
      for (const { kind, longTerm, key } of rest.slice(0, count))
        if (kind === 'date' && !longTerm && paper[key]) this.day = paper[key]!;
      at += count;
    }
    this.field = '';
    for (let asked = true; asked; ) {
      await this.press('Control+Enter');
      asked = await this.isAsked();
      if (asked) await this.giveReason();
    }
  }

  /** Takes what was read without doubt by one key, where that is right in two fields or more; says how many fields are done with. */
  private async takeRun(fields: readonly FaceField[], paper: Paper): Promise<number> {
    const [first] = fields;
    const { value, offer } = await this.at(first!.key);
    if (value !== '' || !offer?.read || offer.doubtful.length > 0) return 0;
    const shown = await this.ahead();
    const ways: string[] = [];
    for (const { key } of fields) {
      const { value, grey } = key === first!.key ? { value: '', grey: offer.text } : shown[key]!;
      if (value === '' && grey === '') break;
      if ((value || grey) !== (paper[key] ?? '')) return 0;
      ways.push(value === '' ? 'taken' : 'carried');
    }
    if (ways.filter((way) => way === 'taken').length < 2) return 0;
    // One key for several fields: it counts with and without the business scope.
    this.field = '';
    await this.press('F3');
    for (const way of ways) this.ways.set(way, (this.ways.get(way) ?? 0) + 1);
    return ways.length;
  }

  /** Whether the desk asks for a reason instead of going on. */
  private async isAsked(): Promise<boolean> {
    const where = await this.page.waitForFunction(
      (key) => {
        const here = document.activeElement;
        const field = here?.closest('[data-field]')?.getAttribute('data-field') ?? '';
        if (field.startsWith('reason.') && (here as HTMLInputElement).value === '') return 'asked';
        if (document.body.innerText.includes('本批已录到末尾')) return 'done';
        return field === `face.${key}` && (here as HTMLInputElement).value === '' ? 'next' : null;
      },
      this.first,
      { timeout: this.patienceMs },
    );
    return (await where.jsonValue()) === 'asked';
  }

  /** A term that is over, on a license that stands: the paper says so. */
  private async giveReason(): Promise<void> {
    const before = await this.page.evaluate(() => (document.activeElement as HTMLInputElement).placeholder);
    if (before.startsWith('F7')) await this.press('F7');
    else await this.write('照面如此');
  }

  /** Waits until the first field of a license is empty and in focus. */
  async atFirstField(): Promise<void> {
    await this.wait((key) => {
      const input = document.activeElement;
      return (
        input instanceof HTMLInputElement &&
        input.value === '' &&
        input.closest('[data-field]')?.getAttribute('data-field') === `face.${key}`
      );
    }, this.first);
  }

  private async fill(field: FaceField, paper: Paper, last: boolean): Promise<1> {
    this.field = field.key;
    const seen = await this.at(field.key);
    const way = await this.meet(field, paper[field.key] ?? '', seen);
    this.ways.set(way, (this.ways.get(way) ?? 0) + 1);
    if (way !== 'taken' && !last) await this.press('Enter');
    return 1;
  }

  /** Brings what the field holds to what the paper says; 'taken' has moved on already. */
  private async meet(field: FaceField, wanted: string, seen: View): Promise<string> {
    if (seen.value === wanted) return wanted === '' ? 'empty' : 'carried';
    if (seen.value !== '') await this.press('Backspace');
    if (wanted === '') return 'emptied';
    if (seen.value === '' && seen.offer?.text === wanted) {
      await this.press('Tab');
      return 'taken';
    }
    const typed = field.kind === 'date' && wanted === this.day ? '=' : shortest(field, wanted);
    const { offer } = seen;
    const strokes =
      seen.value === '' && offer?.read && offer.doubtful.length > 0
        ? strokesOf(editsOf([...offer.text], [...wanted]), offer.doubtful)
        : null;
    if (strokes && keysOf(strokes) < [...typed].length) {
      await this.mend(strokes, offer!.text, wanted);
      return 'mended';
    }
    return this.typeOut(field, typed, wanted);
  }

  /** Types until the desk offers the rest. */
  private async typeOut(field: FaceField, typed: string, wanted: string): Promise<string> {
    if (!repeatedFields(this.type).includes(field.key)) {
      await this.write(typed);
      return 'typed';
    }
    for (const one of typed) {
      await this.write(one);
      const { offer } = await this.view(field.key);
      if (offer && !offer.read && offer.text === wanted) {
        await this.press('Tab');
        return 'taken';
      }
    }
    return 'typed';
  }

  /** Takes the proposal by F2 and types over what is wrong. */
  private async mend([first, ...strokes]: readonly Stroke[], offered: string, wanted: string): Promise<void> {
    await this.strike(first!);
    await this.page.waitForFunction(
      (text) => {
        const input = document.activeElement as HTMLInputElement;
        return input.value === text && input.selectionStart !== input.selectionEnd;
      },
      offered,
      { timeout: this.patienceMs },
    );
    for (const stroke of strokes) await this.strike(stroke);
    const value = await this.page.evaluate(() => (document.activeElement as HTMLInputElement).value);
    if (value !== wanted)
      throw new Error(`${offered} became ${value}, not ${wanted}, by ${JSON.stringify([first, ...strokes])}`);
  }

  private strike(stroke: Stroke): Promise<void> {
    return 'key' in stroke ? this.press(stroke.key) : this.write(stroke.text);
  }

  private ahead(): Promise<Record<string, Ahead>> {
    return this.page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('.entry-field[data-field^="face."]:not(.entry-focus)')].map((holder) => {
          const { value, placeholder } = holder.querySelector<HTMLInputElement | HTMLTextAreaElement>(
            'input, textarea',
          )!;
          return [holder.getAttribute('data-field')!.slice('face.'.length), { value, grey: placeholder }];
        }),
      ),
    );
  }

  private async at(key: string): Promise<View> {
    await this.wait(
      (wanted) => document.activeElement?.closest('.entry-focus')?.getAttribute('data-field') === `face.${wanted}`,
      key,
    );
    return this.view(key);
  }

  private view(key: string): Promise<View> {
    return this.page.evaluate((wanted) => {
      const holder = document.activeElement!.closest('[data-field]')!;
      const input = holder.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')!;
      const note = holder.querySelector('[role=note]');
      const characters = note ? [...note.children] : [];
      return {
        key: wanted,
        value: input.value,
        offer: note && {
          text: note.textContent ?? '',
          doubtful: characters.flatMap((one, index) => (one.tagName === 'MARK' ? [index] : [])),
          read: note.getAttribute('aria-label') === '识读结果',
        },
      };
    }, key);
  }

  /** Waits for the desk; when it stays where it is, says what it says. */
  private async wait(ready: (key: string) => boolean, key: string): Promise<void> {
    try {
      await this.page.waitForFunction(ready, key, { timeout: this.patienceMs });
    } catch (cause) {
      const said = await this.page.evaluate(() => ({
        field: document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? '',
        messages: [
          ...document.querySelectorAll('.entry-messages, .ant-notification, .ant-message, .ant-modal-title'),
        ].map((one) => one.textContent),
      }));
      throw new Error(`the desk does not go on to ${key}: ${JSON.stringify(said)}`, { cause });
    }
  }

  private async press(key: string): Promise<void> {
    this.count(1);
    await this.page.keyboard.press(key);
  }

  private async write(text: string): Promise<void> {
    this.count([...text].length);
    await this.page.keyboard.insertText(text);
  }

  private count(keys: number): void {
    this.keys.set(this.field, (this.keys.get(this.field) ?? 0) + keys);
  }
}

/** The shortest that the desk takes for a value: days as 150917, cq, amounts with 万. */
function shortest(field: FaceField, wanted: string): string {
  if (wanted === '长期' && field.longTerm) return 'cq';
  if (field.kind === 'date') {
    const [year = '', month, day] = wanted.split('-');
    const plain = field.longTerm ? /^20[2-7]/ : /^20[0-2]/;
    return `${plain.test(year) ? year.slice(2) : year}${month}${day}`;
  }
  return field.kind === 'amount' ? wanted.replace(/元$/, '') : wanted;
}

/** What turns one text into the other, from left to right (Levenshtein). */
function editsOf(from: readonly string[], to: readonly string[]): Edit[] {
  const cost = from.map(() => new Array<number>(to.length + 1).fill(0));
  cost.push(Array.from({ length: to.length + 1 }, (_, j) => to.length - j));
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length; j >= 0; j--)
      cost[i]![j] =
        j === to.length
          ? from.length - i
          : from[i] === to[j]
            ? cost[i + 1]![j + 1]!
            : 1 + Math.min(cost[i + 1]![j]!, cost[i]![j + 1]!, cost[i + 1]![j + 1]!);
  const edits: Edit[] = [];
  for (let i = 0, j = 0; i < from.length || j < to.length; ) {
    if (from[i] !== undefined && from[i] === to[j]) {
      i++;
      j++;
      continue;
    }
    const here = cost[i]![j]!;
    const over = i < from.length && j < to.length && here === 1 + cost[i + 1]![j + 1]!;
    const drop = over || (i < from.length && here === 1 + cost[i + 1]![j]!);
    edits.push({ at: i, drop: drop ? 1 : 0, put: over || !drop ? to[j]! : '' });
    if (drop) i++;
    if (over || !drop) j++;
  }
  return edits;
}

/**
 * The strokes that take a proposal and mend it: F2 takes it and goes from one doubtful character to the next, which is selected, and arrows go where F2 does not or
 * the way is shorter.
 */
function strokesOf(edits: readonly Edit[], doubtful: readonly number[]): Stroke[] {
  const strokes: Stroke[] = [{ key: 'F2' }];
  // Both in characters of the proposal; what stands before them is mended already.
  let caret = doubtful[0]!;
  let selected = true;
  for (const { at, drop, put } of edits) {
    const between = doubtful.filter((one) => (selected ? one > caret : one >= caret) && one <= at);
    const jumps = selected && caret === at ? 0 : between.at(-1) === at ? between.length : Number.POSITIVE_INFINITY;
    // The first arrow to the left only gives up what is selected.
    const walk = Math.abs(at - caret) + (selected && at <= caret ? 1 : 0);
    if (drop > 0 && jumps <= walk + (put === '' ? 0 : 1)) {
      strokes.push(...Array.from({ length: jumps }, () => ({ key: 'F2' })));
      strokes.push(put === '' ? { key: 'Delete' } : { text: put });
    } else {
      strokes.push(...Array.from({ length: walk }, () => ({ key: at > caret ? 'ArrowRight' : 'ArrowLeft' })));
      if (drop > 0) strokes.push({ key: 'Delete' });
      if (put !== '') strokes.push({ text: put });
    }
    caret = at + drop;
    selected = false;
  }
  return strokes;
}

const keysOf = (strokes: readonly Stroke[]): number =>
  strokes.reduce((sum, stroke) => sum + ('text' in stroke ? [...stroke.text].length : 1), 0);
