const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text is an existing day written YYYY-MM-DD (GB/T 7408, CCYY-MM-DD in the notice). */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const length =
    month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (lengths[month - 1] ?? 0);
  return year > 0 && day >= 1 && day <= length;
}

/**
 * A day as Chinese sheets write it (2017年11月15日, 2015/7/14, 2015.7.14, 20171115, 2015-06-16 00:00:00, 二〇一七年十一月十五日), as
 * YYYY-MM-DD; null where it is no existing day. Never guesses an order of month and day: the year stands first.
 */
export function readDate(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/g, ' ')
    .trim();
  const arabic = /[〇零一二三四五六七八九十]/.test(plain) ? fromHan(plain) : plain;
  const match =
    /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      arabic,
    ) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(arabic);
  if (!match) return null;
  const date = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  return isDate(date) ? date : null;
}

/** The day that it is at this machine, YYYY-MM-DD. */
export function localDay(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Day number since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

/** The day with this number, YYYY-MM-DD. */
export function dayOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

const digits = '零一二三四五六七八九';

function fromHan(text: string): string {
  return text.replace(/[〇零一二三四五六七八九十]+/g, (run) => {
    if (!run.includes('十'))
      return [...run].map((character) => digits.indexOf(character === '〇' ? '零' : character)).join('');
    const [tens = '', ones = ''] = run.split('十');
    return String((tens === '' ? 1 : digits.indexOf(tens)) * 10 + (ones === '' ? 0 : digits.indexOf(ones)));
  });
}
