import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ydpVectors } from './list-ydp.ts';
import { encodeVector } from './vector-file.ts';

it('the generator gives the files that are stored, byte for byte', () => {
  const folder = join(import.meta.dirname, 'ydp');
  const made = new Map(ydpVectors().map((vector) => [`${vector.name}.txt`, encodeVector(vector)]));
  expect([...made.keys()].toSorted()).toEqual(readdirSync(folder).toSorted());
  for (const [name, text] of made) expect(readFileSync(join(folder, name), 'utf8') === text, name).toBe(true);
}, 180_000);
