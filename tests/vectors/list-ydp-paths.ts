import { utf8 } from '../../electron/core/crypto/bytes.ts';
import { MANIFEST, tarFile } from './craft-bag.ts';
import type { Case, Cases } from './list-ydp.ts';

const x = utf8('x');
const bag = (expect: Case['expect'], about: string, ...paths: readonly string[]): Case => ({
  expect,
  about,
  craft: { entries: paths.map((path, i) => [path, utf8(`${i}`)]) },
});
const rejected = (about: string, ...paths: readonly string[]): Case => bag('contents-rejected', about, ...paths);
const ok = (about: string, ...paths: readonly string[]): Case => bag('ok', about, ...paths);
/** A file that the tar has under a name which does not begin with data/, and that the manifest lists, and Payload-Oxum counts, or not. */
const beside = (about: string, name: string, { listed = true, counted = true } = {}): Case => ({
  expect: 'contents-rejected',
  about,
  craft: {
    entries: [['beside', x, tarFile(name, x)]],
    tags: (tags) =>
      tags.map(([tag, text]) => {
        if (tag === MANIFEST) return [tag, listed ? text.replace('data/beside', name) : ''];
        return [tag, counted ? text : text.replace('Oxum: 1.1', 'Oxum: 0.0')];
      }),
  },
});

const forbidden = {
  backslash: '\\',
  colon: ':',
  asterisk: '*',
  'question-mark': '?',
  quote: '"',
  less: '<',
  greater: '>',
  bar: '|',
  nul: '\0',
  'line-feed': '\n',
  'unit-separator': '\u001f',
  delete: '\u007f',
  'first-c1': '\u0080',
  'last-c1': '\u009f',
  'line-separator': '\u2028',
  'paragraph-separator': '\u2029',
};
const devices = {
  con: 'con',
  prn: 'PRN',
  aux: 'Aux',
  nul: 'nul',
  conin: 'CONIN$',
  conout: 'conout$',
  com0: 'com0',
  com9: 'COM9',
  'com-superscript-one': 'com¹',
  'com-superscript-two': 'COM²',
  'com-superscript-three': 'com³',
  lpt0: 'LPT0',
  lpt9: 'lpt9',
  'lpt-superscript-three': 'LPT³',
  'with-extension': 'NUL.txt',
  'with-extensions': 'con.tar.gz',
  'with-spaces': 'con .txt',
  'with-many-spaces': 'com1   .a',
  'as-folder': 'aux/a',
  'as-last-part': 'a/prn',
};
const each = (prefix: string, values: Readonly<Record<string, string>>, one: (value: string) => Case): Cases =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}-${name}`, one(value)]));

/** Paths below data/. The manifests have them as they are. All of it is signed. */
export const paths: Cases = {
  'path-up': rejected('a path that climbs out', '../../evil'),
  'path-up-inside': rejected('a path that climbs and comes back', 'a/../b'),
  'path-up-at-end': rejected('a path that ends in ..', 'a/..'),
  'path-dot': rejected('a path with a dot part', './a'),
  'path-absolute': beside('an absolute path', '/etc/passwd'),
  'path-double-slash': rejected('a path with an empty part', 'a//b'),
  'path-slash-at-start': rejected('a path that begins with a slash', '/a'),
  'path-slash-at-end': rejected('a path that ends in a slash', 'a/'),
  'path-empty': rejected('no path below data/', ''),
  'path-backslash-up': rejected('a path that climbs out on Windows', '..\\evil'),
  'path-drive': rejected('a drive letter', 'C:evil'),
  'path-stream': rejected('an alternate data stream', 'a.txt:evil'),
  ...each('path-with', forbidden, (letter) => rejected('a letter that no path may have', `a${letter}b`)),
  'ok-path-letters': ok(
    'letters that stand beside those that no path may have',
    `a !#$%&'()+,-;=@[]^_\`{}~b`,
    'a\u00a0b',
    'a\u2027b',
    'a\u202ab',
    '\ufeffa',
  ),
  ...each('path-device', devices, (path) => rejected('a Windows device name', path)),
  'ok-path-nearly-device': ok(
    'names that are nearly those of devices',
    'con1',
    'con x.txt',
    'conin',
    'conın$',
    'com',
    'com10',
    'com⁴',
    'COM１',
    'lpt',
    'nul-.txt',
    'a.nul',
    'icon',
  ),
  'path-dot-at-end': rejected('a name that ends in a dot', 'a.'),
  'path-dots': rejected('a name of three dots', '...'),
  'path-space-at-end': rejected('a name that ends in a space', 'a '),
  'path-space-at-end-of-folder': rejected('a folder that ends in a space', 'a /b'),
  'path-dot-at-end-of-folder': rejected('a folder that ends in a dot', 'a./b'),
  'ok-path-dots-and-spaces': ok(
    'names with dots and spaces before their end',
    '.hidden',
    '..a',
    'a..b',
    ' a',
    'a b',
    '...a/ b',
  ),
  'path-part-long': rejected('a part of 256 bytes', 'a'.repeat(256)),
  'path-part-long-utf8': rejected('a part of 86 letters and 256 bytes', `a${'长'.repeat(85)}`),
  'ok-path-part-of-255': ok('parts of 255 bytes', 'a'.repeat(255), '长'.repeat(85)),
  'path-long': rejected('a path of 1025 bytes', `${'abcdefgh/'.repeat(113)}abcdefgh`),
  'path-long-utf8': rejected(
    'a path of 1025 bytes that has fewer letters',
    `${`${'长'.repeat(33)}/`.repeat(10)}${'长'.repeat(8)}x`,
  ),
  'ok-path-of-1024': ok('a path of 1024 bytes', `${'abcdefgh/'.repeat(113)}abcdefg`),
  'path-twice': rejected('the same path twice', 'a', 'a'),
  'path-twice-apart': rejected('the same path twice, with another between', 'a', 'b', 'a'),
  'path-twice-by-case': rejected('two paths that differ by case', 'a', 'A'),
  'path-twice-by-case-of-folder': rejected('two paths whose folders differ by case', 'a/b', 'A/b'),
  'path-twice-by-case-beyond-ascii': rejected('two paths that differ by case, not in ASCII', 'ä', 'Ä'),
  'path-twice-by-composition': rejected('é as one letter and as e with an accent', 'é', 'e\u0301'),
  'path-twice-by-composition-and-case': rejected('é as one letter and as E with an accent', 'é', 'E\u0301'),
  'path-twice-by-kelvin': rejected('k and the Kelvin sign', 'k', '\u212a'),
  'path-twice-by-dotted-i': rejected('İ, which becomes two letters, and those', '\u0130', 'i\u0307'),
  'path-twice-by-sharp-s': rejected('ß and ẞ', 'ß', 'ẞ'),
  'path-twice-by-final-sigma': rejected('Σ at the end of a word, and ς', 'ΑΣ', 'ας'),
  'path-twice-by-sigma-before-dot': rejected('Σ before a dot and a letter, and σ', 'ΑΣ.x', 'ασ.x'),
  'ok-path-nearly-twice': ok(
    'paths that other rules than NFC and lower case would take for one',
    'ß',
    'ss',
    'ﬁ',
    'fi',
    'ａ',
    'a',
    'ΑΣ',
    'ασ',
    'ı',
    'i',
    '\u01f0',
    'J\u030c',
    '①',
    '1',
  ),
  'path-file-as-folder': rejected('a file that is a folder too', 'a', 'a/b'),
  'path-folder-as-file': rejected('a folder that is a file too', 'a/b', 'a'),
  'path-file-as-folder-deep': rejected('a file that is a folder of a folder too', 'a', 'a/b/c'),
  'path-folder-as-file-deep': rejected('a folder of a folder that is a file too', 'a/b/c', 'a'),
  'path-file-as-folder-by-case': rejected('a file that differs by case from a folder', 'A', 'a/b'),
  'path-folder-as-file-by-case': rejected('a folder that differs by case from a file', 'a/b', 'A'),
  'ok-path-folders': ok(
    'paths that share a folder, its case or the beginning of its name',
    'a/b',
    'a/c',
    'A/d',
    'ab',
    'a-b/c',
  ),
  'path-beside-data': beside('a file beside data/ that is listed and counted', 'evil.txt'),
  'path-beside-data-listed': beside('a file beside data/ that is listed and not counted', 'evil.txt', {
    counted: false,
  }),
  'path-beside-data-passed-over': beside('a file beside data/ that is neither listed nor counted', 'evil.txt', {
    listed: false,
    counted: false,
  }),
  'path-data-capitals': beside('a file below DATA/', 'DATA/a'),
};
