import { PATH_BYTES, PATH_PART_BYTES } from './limits.ts';

/**
 * The rule that a path in a bag breaks, as part of a Chinese sentence, or undefined. A path that passes can be written below a
 * folder on Linux and on Windows without leaving it: relative, no `.` or `..`, no control characters, none of \ : * ? " < > |,
 * no part that ends in a dot or a space or is a Windows device name.
 */
export function bagPathProblem(path: string): string | undefined {
  if (!path.isWellFormed()) return '不是有效的文字';
  if (path === '') return '为空';
  if (Buffer.byteLength(path) > PATH_BYTES) return `超过 ${PATH_BYTES} 字节`;
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return '含有空的或指向上级的部分';
    if (Buffer.byteLength(part) > PATH_PART_BYTES) return `有一段超过 ${PATH_PART_BYTES} 字节`;
    if (FORBIDDEN.test(part)) return '含有不允许的字符';
    if (/[. ]$/.test(part)) return '有一段以点或空格结尾';
    if (DEVICE.test(part)) return '含有系统设备名';
  }
  return undefined;
}

/**
 * Watches the paths of one bag: no path twice, whatever its case or composition, and none that is file and folder at once. Folders that
 * do not branch are not told apart, so that long paths cost their length and not the square of it.
 */
export class BagPaths {
  private readonly top = new Map<string, Place>();
  private files = 0;

  /** Takes a path in, or gives the rule that it breaks. */
  add(path: string): string | undefined {
    const problem = bagPathProblem(path);
    if (problem !== undefined) return problem;
    let rest = path.normalize('NFC').toLowerCase();
    for (let folder = this.top; ; ) {
      const first = firstPart(rest);
      const place = folder.get(first);
      if (place === undefined) {
        folder.set(first, { path: rest });
        this.files++;
        return undefined;
      }
      const shared = sharedParts(place.path, rest);
      if (shared === rest.length || (shared === place.path.length && place.folder === undefined)) {
        return '与另一个文件重名';
      }
      if (shared < place.path.length) {
        const below = place.path.slice(shared + 1);
        folder.set(first, {
          path: place.path.slice(0, shared),
          folder: new Map([[firstPart(below), { ...place, path: below }]]),
        });
      }
      folder = folder.get(first)!.folder!;
      rest = rest.slice(shared + 1);
    }
  }

  get count(): number {
    return this.files;
  }
}

/** A file, or a folder in which paths branch. */
interface Place {
  /** From the folder above. */
  readonly path: string;
  /** By the first part of what follows. */
  readonly folder?: Map<string, Place>;
}

function firstPart(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

/** Length of the longest path of whole parts with which both begin. */
function sharedParts(a: string, b: string): number {
  let shared = 0;
  for (let i = 0; ; i++) {
    const [ended, other] = [i === a.length || a[i] === '/', i === b.length || b[i] === '/'];
    if (ended && other) shared = i;
    if (i === a.length || i === b.length || a[i] !== b[i]) return shared;
  }
}

/** A path as manifests write it: RFC 8493, 2.1.3, has %, CR and LF percent-encoded; the other two cannot occur. */
export function manifestPath(path: string): string {
  return path.replaceAll('%', '%25');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\\:*?"<>|]/;
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;
