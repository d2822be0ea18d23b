import { randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const files = 100;
const fileBytes = 5_000_000;

export const folderBytes = 2 * files * fileBytes;

/** Fills a folder with 1 GB: a hundred files that do not shrink, and a hundred tables. */
export function fillFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const noise = new Uint8Array(fileBytes);
  for (let i = 0; i < files; i++) {
    randomFillSync(noise);
    writeFileSync(join(folder, `scan-${i}.jpg`), noise);
    writeFileSync(join(folder, `行政许可-${i}.csv`), csv(i));
  }
}

/** A table as departments hand them over: names, codes, dates, amounts. */
function csv(seed: number): Buffer {
  const table = Buffer.alloc(fileBytes, '\n');
  const places = ['金水区', '二七区', '管城回族区', '惠济区', '中原区', '上街区'];
  const kinds = ['食品经营许可证', '营业执照', '卫生许可证', '道路运输经营许可证'];
  let at = table.write('序号,许可名称,单位名称,统一社会信用代码,许可日期,住所,注册资本（万元）\n');
  let x = seed * 2_654_435_761 + 1;
  const next = (below: number): number => {
    x = (Math.imul(x ^ (x >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return x % below;
  };
  for (let row = 1; at < fileBytes - 300; row++) {
    const code = `9141010${next(3)}MA${next(1e9).toString(36).toUpperCase().padStart(7, '0')}X`;
    const date = `20${10 + next(10)}-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`;
    at += table.write(
      `${row},${kinds[next(4)]},郑州市${places[next(6)]}第${next(9999)}商贸有限公司,${code},${date},郑州市${places[next(6)]}样例路${next(900)}号,${next(5000)}\n`,
      at,
    );
  }
  return table;
}

/**
 * Has the system hold memory for more than the folder, by way of a file that is deleted again. A virtual machine may have given free
 * memory back to its host, and gets it back a page at a time, at less than the speed of any cipher; so this goes
 * before each run that is compared, ours or not.
 */
export function claimMemory(dir: string): void {
  const path = join(dir, 'claim');
  const file = openSync(path, 'w');
  const zeros = new Uint8Array(1 << 23);
  for (let written = 0; written < 1.5 * folderBytes; written += zeros.length) writeSync(file, zeros);
  closeSync(file);
  rmSync(path);
}
