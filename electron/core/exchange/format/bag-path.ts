import { utf8 } from '../../crypto/bytes.ts';
import { PATH_BYTES, PATH_PART_BYTES } from './limits.ts';

/**
 * The rule that a path in a bag breaks, as part of a Chinese sentence, or undefined. A path that passes can be written below a
 * folder on Linux and on Windows without leaving it: relative, no `.` or `..`, no control characters, none of \ : * ? " < > |,
 * no part that ends in a dot or a space or is a Windows device name.
 */
export function bagPathProblem(path: string): string | undefined {
  if (!path.isWellFormed()) return '不是有效的文字';
  if (path === '') return '为空';
  if (utf8(path).length > PATH_BYTES) return `超过 ${PATH_BYTES} 字节`;
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return '含有空的或指向上级的部分';
    if (utf8(part).length > PATH_PART_BYTES) return `有一段超过 ${PATH_PART_BYTES} 字节`;
    if (FORBIDDEN.test(part)) return '含有不允许的字符';
    if (/[. ]$/.test(part)) return '有一段以点或空格结尾';
    if (DEVICE.test(part)) return '含有系统设备名';
  }
  return undefined;
}

/** Watches the paths of one bag: no path twice, whatever its case or composition, and none that is file and folder at once. */
export class BagPaths {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** Takes a path in, or gives the rule that it breaks. */
  add(path: string): string | undefined {
    const problem = bagPathProblem(path);
    if (problem !== undefined) return problem;
    const key = path.normalize('NFC').toLowerCase();
    if (this.files.has(key) || this.folders.has(key)) return '与另一个文件重名';
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
      const folder = key.slice(0, at);
      if (this.files.has(folder)) return '与另一个文件重名';
      this.folders.add(folder);
    }
    this.files.add(key);
    return undefined;
  }

  get count(): number {
    return this.files.size;
  }
}

/** A path as manifests write it: RFC 8493, 2.1.3, has %, CR and LF percent-encoded; the other two cannot occur. */
export function manifestPath(path: string): string {
  return path.replaceAll('%', '%25');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\\:*?"<>|]/;
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;
