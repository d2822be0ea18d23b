import type { ReadField } from '../../../shared/license/entry-methods.ts';

interface Run {
  /** Readings to be taken, in the order of the form. */
  readonly taken: readonly { readonly path: string; readonly value: string }[];
  /** Where the run stops: the first field that a person has to look at, null after the last. */
  readonly stop: string | null;
}

/**
 * The readings that one key takes: all of those from the first of `paths` on, up to the first that has a doubtful character, the first
 * empty field of which nothing was read, and the first of which the paper `differs`. Other fields that hold a value keep it, and are passed over.
 */
export function sureRun(
  paths: readonly string[],
  textOf: (path: string) => string,
  readingOf: (path: string) => ReadField | null,
  differs: (path: string) => boolean,
): Run {
  const taken: { path: string; value: string }[] = [];
  for (const path of paths) {
    if (textOf(path) !== '') {
      // The one that the run begins with has been looked at.
      if (path !== paths[0] && differs(path)) return { taken, stop: path };
      continue;
    }
    const read = readingOf(path);
    if (!read || read.doubtful.length > 0) return { taken, stop: path };
    taken.push({ path, value: read.value });
  }
  return { taken, stop: null };
}

/** Where the doubtful characters of a reading stand in a text that came of it (code points, ascending), as long as what is before or behind each is unchanged. */
export function doubtsIn(text: string, { value, doubtful }: ReadField): number[] {
  const [now, read] = [[...text], [...value]];
  const grown = now.length - read.length;
  const same = (from: number, to: number, shift: number): boolean =>
    from + shift >= 0 && read.slice(from, to).every((one, index) => now[from + shift + index] === one);
  const found = doubtful.flatMap((at) => {
    if (same(0, at + 1, 0)) return [at];
    return same(at, read.length, grown) ? [at + grown] : [];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Selects the first doubtful character behind the cursor, after the last the first of all; false where none is left. */
export function selectDoubt(input: HTMLInputElement | HTMLTextAreaElement, read: ReadField): boolean {
  const points = [...input.value];
  const starts = doubtsIn(input.value, read).map((at) => ({ at, from: points.slice(0, at).join('').length }));
  const next = starts.find(({ from }) => from >= (input.selectionEnd ?? 0)) ?? starts[0];
  if (!next) return false;
  input.setSelectionRange(next.from, next.from + points[next.at]!.length);
  return true;
}
