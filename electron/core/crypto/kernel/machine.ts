import { existsSync, readFileSync } from 'node:fs';
import { resourceFile } from '../../places.ts';

/** Chunks that lie in the kernel's memory at once, one in each of its slots. */
export const SLOTS = 8;

/** Where the contents of a slot begin: before them is room for the lead of a message that is hashed. */
export const SLOT_LEAD = 16;

/** Bytes that a slot holds. */
export const SLOT_BYTES = 65_536;

/** From one slot to the next, in bytes: lead, contents, and room for SM3's padding, as in assembly/index.ts. */
export const SLOT_STRIDE = 65_792;

/** A combination goes through the memory in strips of so many bytes of so many inputs and outputs, as in assembly/gf256.ts. */
export const STRIP_BYTES = 4096;
export const STRIP_INPUTS = 16;
export const STRIP_OUTPUTS = 24;

/** The functions of the kernel in WebAssembly, and its memory; see assembly/. Places are offsets in the memory. */
export interface Machine {
  readonly memory: Uint8Array;
  readonly view: DataView;
  /** The first slot. */
  readonly slots: number;
  /** Key and counter block of SM4. */
  readonly key: number;
  readonly counter: number;
  /** Makes the round keys from the key. */
  sm4SetKey(): void;
  /** Adds the key stream on to `length` bytes, changes up to 15 bytes after them, and moves the counter block on. */
  sm4Ctr(data: number, length: number): void;
  /** Wipes key, round keys and key stream. */
  sm4Forget(): void;
  /** Lengths of eight messages in bytes, eight words; and their digests. */
  readonly lengths: number;
  readonly digests: number;
  sm3Eight(first: number, stride: number): void;
  /** State of a hash that goes on, eight words. */
  readonly state: number;
  sm3Compress(message: number, blocks: number): void;
  /** Strips of inputs and outputs, and the matrix, in GF(2^8). */
  readonly inputs: number;
  readonly outputs: number;
  readonly matrix: number;
  combine(inputs: number, outputs: number, length: number): void;
}

/**
 * The kernel's machine of this thread; undefined where WebAssembly does not know the vector instructions it is made of.
 * Throws when the program has no kernel.
 */
export function machine(): Machine | undefined {
  found ??= { machine: instantiate() };
  return found.machine;
}

/** Gives the machine a key of 16 bytes, until `sm4Forget`. */
export function setKey(machine: Machine, key: Uint8Array): void {
  if (key.length !== 16) throw new Error(`SM4 key of 16 bytes expected, got ${key.length}`);
  machine.memory.set(key, machine.key);
  machine.sm4SetKey();
}

let found: { readonly machine: Machine | undefined } | undefined;

function instantiate(): Machine | undefined {
  const path = resourceFile('kernel/kernel.wasm');
  if (!existsSync(path)) throw new Error('resources/kernel/kernel.wasm is missing: run "npm run build:kernel"');
  const bytes = readFileSync(path);
  if (!WebAssembly.validate(bytes)) return undefined;
  const { memory, ...others } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports;
  const values = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === 'function' ? value : value.value,
  ]);
  const { buffer } = memory;
  return { ...Object.fromEntries(values), memory: new Uint8Array(buffer), view: new DataView(buffer) } as Machine;
}

type Exports = { readonly memory: WebAssembly.Memory } & Readonly<
  Record<string, WebAssembly.Global | ((...places: number[]) => void)>
>;
