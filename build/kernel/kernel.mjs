// Compiles the kernel, electron/core/crypto/kernel/assembly, into resources/kernel/kernel.wasm, if it is not the one of these sources
// already. `npm run build:kernel`, also run by `npm ci`. Plain JavaScript, for that may be on an older Node than the program's; the Node that
// `npm ci` installed prints the rounds of the ciphers first (print.ts), which are part of the sources but not kept.
// With --check nothing is compiled: the exit status says whether it would have been.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const sources = join(root, 'electron', 'core', 'crypto', 'kernel', 'assembly');
const printers = import.meta.dirname;
const printed = ['sm3-rounds.ts', 'sm4-round.ts'];
const output = join(root, 'resources', 'kernel');
const wasm = join(output, 'kernel.wasm');
const record = join(output, 'kernel.json');

const options = [
  'index.ts',
  '-O3',
  '--runtime=stub',
  '--noAssert',
  '--enable=simd',
  '--enable=relaxed-simd',
  // Functions that are exported from one of the files to another may take vectors.
  '--disableWarning=112',
];

if (!isCurrent()) {
  if (process.argv.includes('--check')) {
    console.error('resources/kernel/kernel.wasm is missing or not that of its sources: run "npm run build:kernel"');
    process.exit(1);
  }
  await compile();
}

function isCurrent() {
  if (![wasm, record, ...printed.map((name) => join(sources, name))].every((path) => existsSync(path))) return false;
  const made = JSON.parse(readFileSync(record, 'utf8'));
  return made.sources === sourceDigest() && made.wasm === sha256(readFileSync(wasm));
}

/** SHA-256 over what the result depends on: names and texts of the sources and of what prints the others, compiler and options. */
function sourceDigest() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const texts = [sources, printers].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /(?<!\.test)\.ts$/.test(name) && !(folder === sources && printed.includes(name)))
      .sort()
      // A checkout may have other line ends.
      .map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')]),
  );
  return sha256(JSON.stringify([manifest.devDependencies.assemblyscript, options, texts]));
}

async function compile() {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  execFileSync(existsSync(node) ? node : process.execPath, [join(printers, 'print.ts'), sources], { stdio: 'inherit' });
  const { main } = await import('assemblyscript/asc');
  const digest = sourceDigest();
  let binary;
  const { error, stderr } = await main([...options, `--baseDir=${sources}`, '--outFile=kernel.wasm'], {
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  if (error || !binary) {
    console.error(stderr.toString());
    console.error(error?.message ?? 'the compiler gave nothing');
    process.exit(1);
  }
  mkdirSync(output, { recursive: true });
  // The record last: without it the file counts as missing.
  write(wasm, binary);
  write(record, `${JSON.stringify({ sources: digest, wasm: sha256(binary) }, null, 2)}\n`);
}

/** Never half a file, whoever looks. */
function write(path, contents) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
