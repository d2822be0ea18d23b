/** Money of a face: an exact number of hundredths of the unit, and the unit's word (元, 美元 …). */
export interface Amount {
  readonly cents: bigint;
  readonly currency: string;
}

const currencies = ['元', '美元', '港元', '欧元', '日元', '英镑'] as const;
const capitals = '零壹贰叁肆伍陆柒捌玖';
const digitOf: Readonly<Record<string, bigint>> = Object.fromEntries(
  [...'零〇一二三四五六七八九']
    .map((character, index) => [character, BigInt(index === 0 ? 0 : index - 1)])
    .concat([...capitals].map((character, index) => [character, BigInt(index)]) as [string, bigint][], [
      ['两', 2n],
    ]) as [string, bigint][],
);
const smallUnits: Readonly<Record<string, bigint>> = { 拾: 10n, 十: 10n, 佰: 100n, 百: 100n, 仟: 1000n, 千: 1000n };

/**
 * Money as a clerk types it or a face prints it: `1200万`, `1,200.5 万元`, `12000000`, `壹仟贰佰万圆整`, `500万美元`. A bare number is 元. Null where it is no amount
 * or finer than a hundredth.
 */
export function parseAmount(typed: string): Amount | null {
  let plain = typed
    .normalize('NFKC')
    .replace(/[\s,，]/g, '')
    .replace(/[整正]$/, '')
    .replaceAll('圆', '元');
  let currency = '元';
  if (plain.startsWith('人民币') || plain.endsWith('人民币')) plain = plain.replace('人民币', '');
  for (const word of currencies) if (word !== '元' && plain.includes(word)) currency = word;
  plain = currency === '元' ? plain : plain.replace(currency, '元').replace(/^元(.*)$/, '$1元');
  const number = /^(\d+)(?:\.(\d+))?(亿|万)?元?$/.exec(plain);
  if (number) {
    const scale = number[3] === '亿' ? 8 : number[3] === '万' ? 4 : 0;
    const decimals = (number[2] ?? '').replace(/0+$/, '');
    if (decimals.length > scale + 2) return null;
    return { cents: BigInt(number[1]! + decimals.padEnd(scale + 2, '0')), currency };
  }
  const cents = parseCapitals(plain);
  return cents === null ? null : { cents, currency };
}

/** The one way in which an amount is stored: 亿 where at most 万 stand behind its point, 万 from ten thousand on, no grouping: `1200万元`, `2500亿元`, `0.5元`. */
export function formatAmount({ cents, currency }: Amount): string {
  const [unit, word] =
    cents >= 10_000_000_000n && cents % 1_000_000n === 0n
      ? [10_000_000_000n, `亿${currency}`]
      : cents >= 1_000_000n
        ? [1_000_000n, `万${currency}`]
        : [100n, currency];
  const decimals = String(cents % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return `${cents / unit}${decimals ? `.${decimals}` : ''}${word}`;
}

/** In capitals, as faces print it and as the eye compares it: 壹仟贰佰万圆整. */
export function amountInCapitals({ cents, currency }: Amount): string {
  const whole = cents / 100n;
  const fraction = cents % 100n;
  const unit = currency === '元' ? '圆' : currency;
  const body = whole === 0n && fraction > 0n ? '' : `${wholeInCapitals(whole)}${unit}`;
  if (fraction === 0n) return `${body}整`;
  const [tenth, hundredth] = [fraction / 10n, fraction % 10n];
  const gap = tenth === 0n && body ? '零' : '';
  return `${body}${tenth ? `${capitals[Number(tenth)]}角` : gap}${hundredth ? `${capitals[Number(hundredth)]}分` : ''}`;
}

function wholeInCapitals(whole: bigint): string {
  if (whole === 0n) return '零';
  if (whole >= 100_000_000n) return joined(whole, 100_000_000n, '亿');
  if (whole >= 10_000n) return joined(whole, 10_000n, '万');
  let out = '';
  let gap = false;
  [...String(whole)].forEach((digit, index, all) => {
    const unit = ['', '拾', '佰', '仟'][all.length - 1 - index]!;
    if (digit === '0') gap = true;
    else {
      out += `${gap ? '零' : ''}${capitals[Number(digit)]}${unit}`;
      gap = false;
    }
  });
  return out;
}

function joined(whole: bigint, unit: bigint, word: string): string {
  const rest = whole % unit;
  const gap = rest > 0n && rest < unit / 10n ? '零' : '';
  return `${wholeInCapitals(whole / unit)}${word}${rest ? gap + wholeInCapitals(rest) : ''}`;
}

function parseCapitals(text: string): bigint | null {
  const match = /^(?:([^元角分]+)元?)?(?:零?([^元角分])角)?(?:零?([^元角分])分)?$/u.exec(text);
  if (!match || text === '') return null;
  const whole = match[1] === undefined ? 0n : parseWhole(match[1]);
  const tenth = match[2] === undefined ? 0n : digitOf[match[2]];
  const hundredth = match[3] === undefined ? 0n : digitOf[match[3]];
  if (whole === null || tenth === undefined || hundredth === undefined) return null;
  return whole * 100n + tenth * 10n + hundredth;
}

function parseWhole(text: string): bigint | null {
  for (const [word, unit] of [
    ['亿', 100_000_000n],
    ['万', 10_000n],
  ] as const) {
    const at = text.lastIndexOf(word);
    if (at < 0) continue;
    const [high, low] = [parseWhole(text.slice(0, at)), parseWhole(text.slice(at + 1) || '零')];
    return high === null || low === null ? null : high * unit + low;
  }
  let total = 0n;
  let digit: bigint | null = null;
  for (const character of text) {
    const small = smallUnits[character];
    if (small !== undefined) {
      total += (digit ?? 1n) * small;
      digit = null;
    } else {
      const value = digitOf[character];
      if (value === undefined || (digit !== null && digit !== 0n)) return null;
      digit = value;
    }
  }
  return text === '' ? null : total + (digit ?? 0n);
}
