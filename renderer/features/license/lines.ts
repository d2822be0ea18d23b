import { besideFace } from '../../../shared/license/fields.ts';
import { type FaceField, facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { EntryLine } from './EntryField.tsx';

/** Key of the field of the face that a path names, '' of any other. */
export const keyOf = (path: string): string => (path.startsWith('face.') ? path.slice('face.'.length) : '');

/** From this length on a text is typed in an input of several lines. */
const longText = 300;

/** The lines of the form: the face in its order, then what the metadata need and the face lacks. */
export function faceLines(type: LicenseType): EntryLine[] {
  return [
    ...facesInOrder(type).map(
      (field): EntryLine => ({
        path: `face.${field.key}`,
        label: field.label,
        kind: field.kind === 'text' ? (field.length > longText ? 'long' : 'text') : 'mono',
        wide: field.wide,
        critical: field.critical,
        maxLength: field.length,
        placeholder: hintOf(field),
      }),
    ),
    ...besideFace(type).map(
      (field): EntryLine => ({
        path: field.path,
        label: field.label,
        kind:
          field.kind === 'idKind'
            ? 'idKind'
            : field.kind === 'date' || field.path.endsWith('idNumber')
              ? 'mono'
              : 'text',
        wide: false,
        critical: field.path !== 'holders.0.idKind',
        maxLength: 200,
        placeholder: '',
      }),
    ),
  ];
}

/** What stands under the face: place in the archive and state. */
export const archiveParts = [
  ['stock.archive.box', '箱'],
  ['stock.archive.volume', '卷'],
  ['stock.archive.piece', '件'],
] as const;

/** Which half of the row each line takes: pairs in the order of the face, wide ones alone. */
export function sidesOf(lines: readonly EntryLine[]): ('left' | 'right' | 'both')[] {
  let left = false;
  return lines.map((line) => {
    if (line.wide) {
      left = false;
      return 'both';
    }
    left = !left;
    return left ? 'left' : 'right';
  });
}

function hintOf(field: FaceField): string {
  switch (field.kind) {
    case 'date':
      return field.longTerm ? '230105、t 今天、cq 长期' : '230105、t 今天、= 同上一日期';
    case 'amount':
      return '1200万';
    case 'enum':
      return field.options.map((option, index) => `${index + 1} ${option}`).join('　');
    default:
      return '';
  }
}
