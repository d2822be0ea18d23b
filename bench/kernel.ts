import { createCipheriv, createHash } from 'node:crypto';
import { CHUNK_BYTES, type ChunkKernel, chunkKernel, plainKernel } from '../electron/core/crypto/kernel/kernel.ts';
import { type Figure, median } from './figures.ts';

const rounds = 9;
const chunks = 64;
/** The recovery data of a volume: 23 check blocks for 232 data blocks. */
const [dataBlocks, checkBlocks, blockBytes] = [232, 23, 65_536];

/** The kernel on one thread beside the same in Node's OpenSSL and in plain TypeScript, all in MB (10^6 bytes) of input a second. */
export async function measure(): Promise<readonly Figure[]> {
  const key = new Uint8Array(16).fill(7);
  const data = new Uint8Array(chunks * CHUNK_BYTES).fill(3);
  const inputs = Array.from({ length: dataBlocks }, (_, i) => new Uint8Array(blockBytes).fill(i));
  const outputs = Array.from({ length: checkBlocks }, () => new Uint8Array(blockBytes));
  const matrix = Uint8Array.from({ length: dataBlocks * checkBlocks }, (_, i) => 1 + (i % 255));
  const kernel = chunkKernel();

  const cipher = () => createCipheriv('sm4-ctr', key, new Uint8Array(16)).update(data);
  const hash = () => {
    for (let at = 0; at < data.length; at += CHUNK_BYTES) {
      createHash('sm3')
        .update(data.subarray(at, at + CHUNK_BYTES))
        .digest();
    }
  };
  const combine = (one: ChunkKernel) => () => one.combine(matrix, inputs, outputs);
  const bytes = data.length;
  const speeds = speedsOf({
    seal: [bytes, () => kernel.seal(key, 0, true, data)],
    'seal, plain TypeScript': [bytes, () => plainKernel().seal(key, 0, true, data)],
    'sm4-ctr and sm3 of node:crypto': [bytes, () => [cipher(), hash()]],
    digests: [bytes, () => kernel.digests(0, true, data)],
    'digests of one chunk at a time': [bytes, () => oneByOne((i, chunk) => kernel.digests(i, false, chunk), data)],
    'sm3 of node:crypto': [bytes, hash],
    open: [bytes, () => kernel.open(key, 0, data)],
    'sm4-ctr of node:crypto': [bytes, cipher],
    [`combine, ${checkBlocks} of ${dataBlocks} blocks`]: [dataBlocks * blockBytes, combine(kernel)],
  });
  const ratio = (name: string, ours: string, peer: string, atLeast: number): Figure => ({
    name,
    value: speeds.get(ours)! / speeds.get(peer)!,
    unit: '×',
    atLeast,
  });
  return [
    ...[...speeds].map(([name, value]) => ({ name, value, unit: 'MB/s' })),
    ratio('seal, as a multiple of node:crypto', 'seal', 'sm4-ctr and sm3 of node:crypto', 2),
    ratio('digests, as a multiple of node:crypto', 'digests', 'sm3 of node:crypto', 1.2),
    ratio('open, as a multiple of node:crypto', 'open', 'sm4-ctr of node:crypto', 3),
  ];
}

/** Medians over rounds in which each has its turn, so that a slow moment strikes all alike. */
function speedsOf(tasks: Readonly<Record<string, readonly [number, () => unknown]>>): Map<string, number> {
  const times = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, [, run]] of Object.entries(tasks)) {
      const begun = performance.now();
      run();
      // The first round warms up.
      if (round > 0) times.get(name)!.push(performance.now() - begun);
    }
  }
  return new Map(Object.entries(tasks).map(([name, [bytes]]) => [name, bytes / 1000 / median(times.get(name)!)]));
}

function oneByOne(run: (number: number, chunk: Uint8Array) => unknown, data: Uint8Array): void {
  for (let i = 0; i < chunks; i++) run(i, data.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}
