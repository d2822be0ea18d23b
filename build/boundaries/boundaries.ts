import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { importsOf } from './imports.ts';
import { forbiddenEdge, isProgram, type Packages } from './layers.ts';
import { smFromNodeCrypto } from './sm-algorithms.ts';
import { parseSource } from './syntax.ts';

/** Reads package.json: what ships, and what is only there to build and test. */
export function readPackages(root: string): Packages {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  return {
    runtime: new Set(Object.keys(manifest.dependencies)),
    development: new Set(Object.keys(manifest.devDependencies)),
  };
}

/**
 * Every edge and use of a file that breaks a rule, as `file:line → target: why`.
 *
 * @param path from the project's root, with slashes
 */
export function violationsOf(path: string, text: string, packages: Packages): string[] {
  if (!isProgram(path)) return [];
  const source = parseSource(path, text);
  const found: string[] = [];
  for (const { line, target } of importsOf(source)) {
    if (!target) {
      if (!path.includes('.test.')) found.push(`${path}:${line}: an import that is only known at run time`);
      continue;
    }
    const why = forbiddenEdge(path, target, packages);
    if (why) found.push(`${path}:${line} → ${'file' in target ? target.file : target.package}: ${why}`);
  }
  // Tests that compare with node:crypto live in tests/crypto, outside the run that refuses what Electron lacks.
  for (const { line, why } of smFromNodeCrypto(source)) found.push(`${path}:${line}: ${why}`);
  return found;
}

/** Walks all sources of the program under `root`. */
export function allViolations(root: string): string[] {
  const packages = readPackages(root);
  return globSync('{shared,electron,renderer}/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .sort()
    .flatMap((path) => violationsOf(path, readFileSync(join(root, path), 'utf8'), packages));
}
