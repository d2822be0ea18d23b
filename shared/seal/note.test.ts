import { expect, test } from 'vitest';
import { isTicked, matchNote, type NoteLine } from './note.ts';

const types = [
  '营业执照',
  '食品经营许可证',
  '药品经营许可证',
  '建筑工程施工许可证',
  '建设工程规划许可证',
  '建设用地规划许可证',
  '商品房预售许可证',
  '商品房现售证',
  '结婚证',
  '离婚证',
  '统一社会信用代码证书(机关、群团)',
  '登记证',
];

const line = (text: string, confidence = 99, other = text): NoteLine => [
  [...text].map((one) => ({ text: one, confidence })),
  [...other].map((one) => ({ text: one, confidence: confidence - 1 })),
];
const read = (...lines: NoteLine[]) => matchNote(lines, types);
const said = (...texts: string[]) =>
  read(...texts.map((text) => line(text))).types.map(({ name, match }) => [name, match]);
const ticked = (text: string, confidence = 99) =>
  read(line(text, confidence))
    .types.filter(isTicked)
    .map(({ name }) => name);

test('a full name is ticked, whatever stands around it', () => {
  for (const text of [
    '营业执照',
    '适用：营业执照',
    '用于《营业执照》',
    '本印章用于营业执照（正、副本）',
    '1.营业执照专用章',
  ])
    expect([text, ticked(text)]).toEqual([text, ['营业执照']]);
});

test('several types in one note are all proposed, also across lines and in one that wraps', () => {
  expect(said('营业执照、食品经营许可证')).toEqual([
    ['营业执照', 'full'],
    ['食品经营许可证', 'full'],
  ]);
  expect(said('结婚证和离婚证').map(([name]) => name)).toEqual(['结婚证', '离婚证']);
  expect(said('营业执照', '药品经营许可证').map(([name]) => name)).toEqual(['营业执照', '药品经营许可证']);
  expect(said('营业执照、食品经营', '许可证').map(([name]) => name)).toEqual(['营业执照', '食品经营许可证']);
  expect(said('统一社会信用代码证书', '（机关、群团）')).toEqual([['统一社会信用代码证书(机关、群团)', 'full']]);
});

test('one or two wrong characters propose the type without ticking it', () => {
  expect(read(line('营业热照')).types).toEqual([{ name: '营业执照', confidence: 0.74, match: 'near', wrong: 1 }]);
  expect(read(line('食品经菅许可正')).types[0]).toMatchObject({ name: '食品经营许可证', match: 'near', wrong: 2 });
  expect(ticked('营业热照')).toEqual([]);
  expect(said('结昏证')).toEqual([]);
});

test('a short form means the one type that it can stand for; one that can stand for several is named and not chosen', () => {
  expect(said('施工许可证')).toEqual([['建筑工程施工许可证', 'short']]);
  expect(said('商品房预售证')).toEqual([['商品房预售许可证', 'short']]);
  expect(said('执照')).toEqual([['营业执照', 'short']]);
  expect(ticked('施工许可证')).toEqual([]);
  const { types: none, doubts } = read(line('规划许可证'));
  expect(none).toEqual([]);
  expect(doubts).toEqual([{ words: '规划许可证', names: ['建设工程规划许可证', '建设用地规划许可证'] }]);
});

test('a license that the station does not have is named, never made another one', () => {
  expect(read(line('营业执照、排污许可证'))).toMatchObject({
    types: [{ name: '营业执照' }],
    doubts: [{ words: '排污许可证', names: [] }],
  });
  expect(read(line('药品生产许可证'))).toMatchObject({
    types: [{ name: '药品经营许可证', match: 'near' }],
    doubts: [{ words: '药品生产许可证', names: ['药品经营许可证'] }],
  });
  expect(ticked('特种设备使用登记证')).toEqual([]);
});

test('what was hardly read proposes nothing', () => {
  expect(read(line('营业执照', 55))).toEqual({ text: '', types: [], doubts: [] });
  expect(read()).toEqual({ text: '', types: [], doubts: [] });
  expect(ticked('营业执照', 80)).toEqual([]);
  expect(said('经办人王')).toEqual([]);
});

test('each line counts as it was read better', () => {
  expect(
    read(line('食咤经营许可证、', 99, '食品经营许可证、'), line('药品经营许可证', 99, '药品经英许可正')).types.map(
      ({ match }) => match,
    ),
  ).toEqual(['full', 'full']);
});
