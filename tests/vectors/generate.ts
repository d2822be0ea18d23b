import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ydpVectors } from './list-ydp.ts';
import { encodeVector } from './vector-file.ts';

// Writes tests/vectors/ydp/*.txt anew: `node tests/vectors/generate.ts`. The same files come out every time.
const dir = join(import.meta.dirname, 'ydp');
mkdirSync(dir, { recursive: true });
for (const name of readdirSync(dir)) rmSync(join(dir, name));
for (const vector of ydpVectors()) writeFileSync(join(dir, `${vector.name}.txt`), encodeVector(vector));
