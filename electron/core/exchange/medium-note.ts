import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the plain text beside the volumes. */
export const noteName = 'README-交接说明.txt';

export interface NotedVolume {
  readonly sequence: number;
  readonly packageId: string;
  readonly number: number;
  readonly of: number;
  readonly file: string;
  readonly bytes: number;
  /** The volume's number on paper, hex. */
  readonly digest: string;
}

/**
 * Writes README-交接说明.txt beside the volumes: what this is, how it is checked and opened, what a finder does. It names no organ, since anyone may find
 * a medium. UTF-8 with a mark and CRLF, as every Windows reads it.
 */
export async function writeNote(folder: string, medium: string, volumes: readonly NotedVolume[]): Promise<void> {
  const path = join(folder, noteName);
  const temporary = `${path}.part`;
  try {
    await writeFile(temporary, `\uFEFF${noteText(medium, volumes).join('\r\n')}\r\n`, { flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

export function noteText(medium: string, volumes: readonly NotedVolume[]): string[] {
  const packages = [...new Map(volumes.map((one) => [one.packageId, one])).values()];
  return [
    '政务数据上报介质　交接说明',
    '',
    ...(medium === '' ? [] : [`介质编号：${medium}`, '']),
    '本介质上的 .ydp 文件是整包加密并签名的上报包，没有收件单位的密钥打不开。',
    '请勿改名、改动或另存其他文件；本介质上没有需要运行的程序，见到可执行文件请勿打开。',
    '',
    '一、收件单位',
    '1. 对照交接单核对介质编号、卷数、字节数和卷号，查毒。',
    '2. 在驿递“收件”里选本介质（或用命令 yidi receive），缺卷、损坏会逐卷指明。',
    '3. 签收回执写回本介质，交送件人带回。',
    '',
    '二、拾到本介质的人',
    '请交还标签上的单位，或就近的政府机关、公安机关。内容已加密，无法读取。',
    '',
    '三、介质上的卷',
    ...packages.flatMap(({ packageId, sequence, of }) => [
      `上报包 ${String(sequence).padStart(4, '0')}　包号 ${packageId}　共 ${of} 卷`,
      ...volumes
        .filter((one) => one.packageId === packageId)
        .map(
          ({ number, file, bytes, digest }) =>
            `  第 ${number} 卷　${file}　${bytes} 字节　卷号 ${digest
              .slice(0, 16)
              .toUpperCase()
              .replace(/.{4}(?=.)/g, '$& ')}`,
        ),
    ]),
  ];
}
