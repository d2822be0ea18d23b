import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLicense } from '../../../shared/license/license.ts';
import { piecesOf } from '../../../shared/license/pieces.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { pdfOfScans } from '../../../tests/fixtures/pdf.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import { printAt, scannedPage, separatorAt } from '../../../tests/fixtures/scanned-page.ts';

/** Scanned pages of one size. */
const scannedPdf = (jpegs: readonly Uint8Array[], size: { width: number; height: number }): Buffer =>
  pdfOfScans(jpegs.map((jpeg) => ({ jpeg, ...size })));

const type = '营业执照';
let at: Department;
/** P a page of print, B a blank one, S a 分隔页. */
const scans = new Map<string, Buffer>();
beforeAll(async () => {
  at = await openDepartment();
  scans.set('P', await scannedPage(printAt(30, 50, ['证照正本', '第二行']), { dpi: 60 }));
  scans.set('B', await scannedPage('', { dpi: 60 }));
  scans.set('S', await scannedPage(separatorAt(105, 150), { dpi: 60 }));
}, 60_000);
afterAll(() => at.close());

const open = (sides = 0) => at.client.call('entry.openBatch', { name: '一批', type, box: '', sides });
const add = (batch: string, pile: string) =>
  at.client.call('entry.addPages', {
    batch,
    pages: [...pile].map((one, index) => ({ name: `${index}.jpg`, bytes: new Uint8Array(scans.get(one)!) })),
  });
/** The papers of a batch by the places of their pages in the pile, from 1. */
const papers = async (batch: string): Promise<string> =>
  piecesOf((await at.client.call('entry.queue', { batch })).pages)
    .map(({ pages }) => pages.map(({ position }) => position).join('+'))
    .join(' ');
const made = async (pile: string, sides = 0): Promise<string> => {
  const { id } = await open(sides);
  await add(id, pile);
  return papers(id);
};
describe('a pile of scans', () => {
  it.each([
    ['PPP', 0, '1 2 3'],
    ['PBPB', 0, '1 3'],
    ['PPSPPPSP', 0, '1+2 4+5+6 8'],
    // At the start, two in a row, at the end; the back of a 分隔页 and of a paper is blank.
    ['SPPSSPS', 0, '2+3 6'],
    ['SBPBSBPP', 0, '3 7+8'],
    ['BBB', 0, ''],
    ['SS', 0, ''],
    ['PPPP', 2, '1+2 3+4'],
    // A blank back is a side.
    ['PPPBPP', 2, '1+2 3 5+6'],
    ['BPPP', 2, '2 3+4'],
    ['PPPSPPP', 2, '1+2 3 5+6 7'],
  ])('%s with %i sides a paper makes the papers %s', async (pile, sides, expected) =>
    expect(await made(pile, sides)).toBe(expected),
  );

  it('is grouped anew by another rule, and by the first 分隔页 that comes in later', async () => {
    const { id } = await open();
    await add(id, 'PPPP');
    await at.client.call('entry.group', { batch: id, sides: 2 });
    expect(await papers(id)).toBe('1+2 3+4');
    await at.client.call('entry.group', { batch: id, sides: 0 });
    await add(id, 'SPP');
    expect(await papers(id)).toBe('1+2+3+4 6+7');
    expect((await at.client.call('entry.queue', { batch: id })).batch).toMatchObject({
      sides: 0,
      pages: 6,
      leftOut: 1,
    });
  });

  it('is corrected page by page; what was corrected stays when more comes in', async () => {
    const { id } = await open();
    await add(id, 'PPBPS');
    const { pages } = await at.client.call('entry.queue', { batch: id });
    const change = (place: number, wish: { starts?: boolean; leftOut?: boolean }) =>
      at.client.call('entry.arrange', { page: pages[place - 1]!.id, ...wish });
    expect(await papers(id)).toBe('1+2+4');
    await change(2, { starts: true });
    await change(3, { leftOut: false });
    expect(await papers(id)).toBe('1 2+3+4');
    await change(3, { leftOut: true, starts: true });
    expect(await papers(id)).toBe('1 2 4');
    await change(4, { starts: false });
    expect(await papers(id)).toBe('1 2+4');
    await change(1, { leftOut: true });
    await change(5, { leftOut: false });
    await add(id, 'PP');
    expect(await papers(id)).toBe('2+4 5 6 7');
  });

  it('keeps the pages of a license together, and does not change them', async () => {
    const { id } = await open();
    await add(id, 'SPPSP');
    const { pages } = await at.client.call('entry.queue', { batch: id });
    const license = { ...emptyLicense(await at.client.call('license.type', { name: type })), face: { MC: '郑州样例' } };
    const saved = await at.client.call('entry.save', { pages: [pages[1]!.id, pages[2]!.id], license, state: 'draft' });
    expect(saved.next).toBe(pages[4]!.id);
    expect(saved.license.pages).toEqual([pages[1]!.blob, pages[2]!.blob]);
    await at.client.call('entry.group', { batch: id, sides: 1 });
    expect(await papers(id)).toBe('2+3 5');
    expect(await codeOf(at.client.call('entry.arrange', { page: pages[2]!.id, starts: true }))).toBe('record-locked');
  });

  it('that is all blank leaves the batch to be opened again', async () => {
    const { id } = await open();
    await add(id, 'BB');
    const { batches } = await at.client.call('entry.batches', {});
    expect(batches.find((one) => one.id === id)).toMatchObject({ pages: 0, leftOut: 2, done: 0 });
  });
});

describe('a PDF', () => {
  const size = { width: 120, height: 170 };
  const white = { create: { ...size, channels: 3 as const, background: '#fff' } };
  const small = (pile: string) =>
    Promise.all(
      [...pile].map((one) => {
        const svg = `<svg width="120" height="170"><rect x="20" y="30" width="60" height="9" opacity="${one === 'P' ? 1 : 0}"/></svg>`;
        return sharp(white)
          .composite([{ input: Buffer.from(svg) }])
          .jpeg()
          .toBuffer();
      }),
    );
  const addPdf = (batch: string, bytes: Buffer) =>
    at.client.call('entry.addPages', { batch, pages: [{ name: '箱07.pdf', bytes: new Uint8Array(bytes) }] });

  it('with a page that cannot be read names it, keeps its place and takes the rest', async () => {
    const jpegs = await small('PPPPP');
    jpegs[2] = Buffer.from('no picture at all');
    const { id } = await open(2);
    const { added, refused } = await addPdf(id, scannedPdf(jpegs, size));
    expect(added).toBe(4);
    expect(refused).toMatchObject([{ name: '箱07.pdf 第 3 页', code: 'picture-damaged' }]);
    expect(refused[0]!.message).toContain('第 3 页');
    expect(await papers(id)).toBe('1+2 4 5');
  }, 60_000);

  it('of 500 pages comes in page by page; one of 1001 is refused', async () => {
    const [page, blank] = await small('PB');
    const { id } = await open();
    const pages = Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? page! : blank!));
    expect((await addPdf(id, scannedPdf(pages, size))).added).toBe(500);
    const { batch } = await at.client.call('entry.queue', { batch: id });
    expect(batch).toMatchObject({ pages: 250, leftOut: 250 });
    const many = scannedPdf(
      Array.from({ length: 1001 }, () => page!),
      size,
    );
    expect(await codeOf(addPdf(id, many))).toBe('limit-exceeded');
  }, 300_000);
});
