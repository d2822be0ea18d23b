import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInCapitals, formatAmount, parseAmount } from './amount.ts';

describe('an amount', () => {
  it.each([
    ['1200万', '1200万元', '壹仟贰佰万圆整'],
    ['1,200.5 万元', '1200.5万元', '壹仟贰佰万伍仟圆整'],
    ['12000000', '1200万元', '壹仟贰佰万圆整'],
    ['壹仟贰佰万圆整', '1200万元', '壹仟贰佰万圆整'],
    ['人民币伍拾万元整', '50万元', '伍拾万圆整'],
    ['3亿', '3亿元', '叁亿圆整'],
    ['2500亿', '2500亿元', '贰仟伍佰亿圆整'],
    ['22.1394亿', '22.1394亿元', '贰拾贰亿壹仟叁佰玖拾肆万圆整'],
    ['100000001', '10000.0001万元', '壹亿零壹圆整'],
    ['500万美元', '500万美元', '伍佰万美元整'],
    ['９０００', '9000元', '玖仟圆整'],
    ['10.05', '10.05元', '壹拾圆零伍分'],
    ['拾万元', '10万元', '壹拾万圆整'],
  ])('%s is stored as %s and read as %s', (typed, stored, read) => {
    const amount = parseAmount(typed)!;
    expect(formatAmount(amount)).toBe(stored);
    expect(amountInCapitals(amount)).toBe(read);
  });

  it.each(['', '万', '1.234', '十二两', '1200万亩', '-5', '1e5'])('%s is none', (typed) =>
    expect(parseAmount(typed)).toBeNull(),
  );

  it('comes back exactly from its stored form and from its capitals', () => {
    const amount = fc.record({
      cents: fc.bigInt({ min: 0n, max: 10n ** 17n }),
      currency: fc.constantFrom('元', '美元', '港元'),
    });
    fc.assert(
      fc.property(amount, (value) => {
        expect(parseAmount(formatAmount(value))).toEqual(value);
        if (value.cents >= 100n) expect(parseAmount(amountInCapitals(value))).toEqual(value);
      }),
    );
  });
});
