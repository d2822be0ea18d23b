import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { FailureCode } from '../../shared/contract/failures.ts';
import { craftPackage } from './craft-package.ts';
import { files } from './list-ydp-files.ts';

/** Files as vectors have them, which are large and nearly all zeros. */
export interface LargeFile {
  readonly name: string;
  readonly expect: FailureCode;
  readonly write: (path: string) => void;
}

/** What is left of a volume is a check block, so many bytes before the end of the file. */
const checkBlockBefore = (bytes: number): LargeFile['write'] => {
  return (path) => {
    const [file] = craftPackage({ ...files['check-block-first']!.craft, seed: path });
    const handle = openSync(path, 'w');
    writeSync(handle, file!);
    ftruncateSync(handle, file!.length - 4096 + bytes);
    closeSync(handle);
  };
};

export const largeFiles: readonly LargeFile[] = [
  { name: 'check-block-64-mib-before-end', expect: 'header-damaged', write: checkBlockBefore(2 ** 26) },
  { name: 'check-block-a-byte-more-before-end', expect: 'not-a-package', write: checkBlockBefore(2 ** 26 + 1) },
];
