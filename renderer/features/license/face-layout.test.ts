import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseLibrary } from '../../../shared/license/library.ts';
import { emptyLicense } from '../../../shared/license/license.ts';
import { faceTexts, fittingSize, lineHeight } from './face-layout.ts';

const types = parseLibrary(JSON.parse(readFileSync('resources/codes/license-types.json', 'utf8')));
const business = types.find(({ name }) => name === '营业执照')!;
const plain = types.find(({ fields }) => fields.every(({ zone }) => zone === null));

it('each value of a license stands in its zone, two of one zone together', () => {
  const license = { ...emptyLicense(business), face: { MC: '宇通客车', YYQXQ: '1997-01-08', YYQXZ: '长期' } };
  const texts = faceTexts(business, license);
  const of = (label: string) => texts.find((one) => one.label === label);
  expect(of('名称')).toMatchObject({ text: '宇通客车', zone: business.fields.find(({ key }) => key === 'MC')!.zone });
  expect(of('营业期限')?.text).toBe('1997-01-08 至 长期');
  const zones = new Set(business.fields.map(({ zone }) => JSON.stringify(zone)));
  expect(texts).toHaveLength(zones.size);
});

it('a type without zones has no text on its face', () => {
  if (plain) expect(faceTexts(plain, emptyLicense(plain))).toEqual([]);
});

it('a long text is set smaller until it fits, a short one is not', () => {
  const zone = { x: 0, y: 0, width: 106, height: 38 };
  expect(fittingSize('餐饮服务', zone, 4.2)).toBe(4.2);
  const size = fittingSize('日'.repeat(400), zone, 4.2);
  expect(size).toBeLessThan(4.2);
  expect(Math.ceil(400 / Math.floor(106 / size)) * size * lineHeight).toBeLessThanOrEqual(38);
});
