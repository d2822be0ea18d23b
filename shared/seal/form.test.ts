import { expect, test } from 'vitest';
import {
  FORM_MARK_MM,
  FORM_MARKS,
  FORM_MM,
  FORM_NOTE_MM,
  formRanges,
  formText,
  mostRanges,
  parseForm,
} from './form.ts';

const form = {
  department: '郑州市市场监督管理局',
  uscc: '11410100005252709W',
  id: 'F20261126-001',
  ranges: [['营业执照'], [], ['统一社会信用代码证书(机关、群团)', '事业单位法人证书']],
};

test('what the code of a sheet says comes back whole', () => {
  expect(parseForm(formText(form)!)).toEqual(form);
});

test('the code of something else, of a later version or with no range is no sheet of ours', () => {
  for (const text of [
    '',
    'https://example.cn',
    'YIDI-SEAL-2\na\nb\nc\n',
    'YIDI-SEAL-1\na\nb\nc',
    'YIDI-SEAL-1\na\nb\n\nd',
  ])
    expect(parseForm(text)).toBeNull();
});

test('types that would make the code too fine are refused', () => {
  expect(formText({ ...form, ranges: Array(6).fill(['民办非企业单位登记证书', '建筑工程施工许可证']) })).toBeNull();
});

test('ranges lie within the page, apart from each other, with a line for the note and clear of the marks', () => {
  for (let count = 1; count <= mostRanges; count++) {
    const boxes = formRanges(count);
    expect(boxes).toHaveLength(count);
    for (const [i, { x, y, width, height }] of boxes.entries()) {
      const bottom = y + height + FORM_NOTE_MM;
      expect(x + width).toBeLessThan(FORM_MM.width - 20);
      for (const [mx, my] of FORM_MARKS)
        expect(
          Math.abs(mx - (x + width / 2)) > width / 2 + FORM_MARK_MM ||
            Math.abs(my - (y + bottom) / 2) > (bottom - y) / 2,
        ).toBe(true);
      for (const other of boxes.slice(i + 1)) expect(other.x >= x + width || other.y >= bottom).toBe(true);
    }
  }
});
