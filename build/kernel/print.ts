import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sm3Rounds } from './sm3-rounds.ts';
import { sm4Round } from './sm4-round.ts';

// node build/kernel/print.ts FOLDER: prints the sources of the kernel that are derived and not written.

const folder = process.argv[2]!;
writeFileSync(join(folder, 'sm3-rounds.ts'), sm3Rounds());
writeFileSync(join(folder, 'sm4-round.ts'), sm4Round());
