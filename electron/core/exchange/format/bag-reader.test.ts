import { expect, it } from 'vitest';
import { tarFile } from '../../../../tests/vectors/craft-bag.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { readBag } from './bag-reader.ts';
import { BAGIT_TXT } from './bag-writer.ts';
import { ByteReader } from './byte-reader.ts';
import { FileMarks } from './payload-marks.ts';

it('a bag of more than 200000 files is refused at the first of them that is too many', async () => {
  async function* tar(): AsyncGenerator<Uint8Array> {
    yield tarFile('bagit.txt', utf8(BAGIT_TXT));
    for (let i = 0; ; i++) yield tarFile(`data/${i}`, new Uint8Array(0));
  }
  let files = 0;
  const read = async (): Promise<void> => {
    for await (const file of readBag(new ByteReader(tar()), new FileMarks())) if ('path' in file) files++;
  };
  await expect(read()).rejects.toMatchObject({ failure: { code: 'limit-exceeded' } });
  expect(files).toBe(200_000);
}, 120_000);
