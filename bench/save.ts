import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUscc } from '../shared/china/uscc.ts';
import { emptyLicense } from '../shared/license/license.ts';
import { makeStation } from '../tests/journey/stations.ts';
import { type Figure, median, percentile } from './figures.ts';

const saves = 500;

/** Saving a license through the contract, as the entry desk does: check, row, version, search, audit line, commit. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  const desk = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const type = await desk.client.call('license.type', { name: '营业执照' });
  const first: number[] = [];
  const again: number[] = [];
  try {
    for (let index = 0; index < saves; index++) {
      const license = {
        ...emptyLicense(type),
        face: {
          TYSHXYDM: codeOf(index),
          MC: `郑州测量第${index}有限公司`,
          LX: '有限责任公司',
          FDDBR: '王建国',
          JYFW: '仪器仪表制造、销售',
          CLRQ: '1997-01-08',
          ZS: `郑州市管城区样例路${index}号`,
          DJJG: '郑州市市场监督管理局',
          FZRQ: '2018-05-17',
        },
      };
      let begun = performance.now();
      const { row } = await desk.client.call('license.save', { license, state: 'draft' });
      first.push(performance.now() - begun);
      begun = performance.now();
      const corrected = { ...license, face: { ...license.face, FDDBR: '李敏' } };
      await desk.client.call('license.save', { id: row.id, base: row.revision, license: corrected, state: 'draft' });
      again.push(performance.now() - begun);
    }
  } finally {
    await desk.core.close();
    rmSync(root, { recursive: true, force: true });
  }
  return [
    { name: 'saving a new license, 95th percentile', value: percentile(first, 0.95), unit: 'ms', atMost: 50 },
    { name: 'saving a new license, median', value: median(first), unit: 'ms' },
    { name: 'saving a correction, 95th percentile', value: percentile(again, 0.95), unit: 'ms', atMost: 50 },
  ];
}

/** A valid code for each index: its check digit is found by trying. */
function codeOf(index: number): string {
  const body = `9141010${index.toString().padStart(10, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((digit) => body + digit).find(isUscc) ?? body;
}
