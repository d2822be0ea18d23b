import { refuse } from '../../../shared/contract/failures.ts';

// 160 bits as eight groups of five characters, four of content and one check character over the group and its place, so that a
// slip of the pen is told by group. The alphabet is Crockford's: no I, L, O, U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 8;

/** Shows 20 random bytes as the recovery code that is printed: `XXXXX-XXXXX-…`, eight groups. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  if (bytes.length !== 20) throw new RangeError(`a recovery code has 20 bytes, got ${bytes.length}`);
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const values: number[] = [];
  for (let i = 0; i < groups * 4; i++) {
    values.unshift(Number(bits & 31n));
    bits >>= 5n;
  }
  return Array.from({ length: groups }, (_, group) => {
    const part = values.slice(group * 4, group * 4 + 4);
    return part.map((value) => alphabet[value]).join('') + alphabet[checkValue(part, group)];
  }).join('-');
}

/**
 * Reads a typed recovery code (any case, spaces and hyphens ignored, O I L taken as 0 1 1) back into its 20 bytes. Refuses
 * `wrong-recovery-code` with `block`, the number of the first group that does not agree with its check character.
 */
export function bytesOfRecoveryCode(typed: string): Uint8Array {
  const clean = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  let bits = 0n;
  for (let group = 0; group < groups; group++) {
    const values = [...clean.slice(group * 5, group * 5 + 5)].map((char) => alphabet.indexOf(char));
    const part = values.slice(0, 4);
    if (values.length !== 5 || values.includes(-1) || values[4] !== checkValue(part, group))
      refuse('wrong-recovery-code', { block: group + 1 });
    for (const value of part) bits = (bits << 5n) | BigInt(value);
  }
  if (clean.length !== groups * 5) refuse('wrong-recovery-code', { block: groups });
  return Uint8Array.from(Buffer.from(bits.toString(16).padStart(40, '0'), 'hex'));
}

/** Weighted sum over the prime 31 with the group's place in it, so that neither a changed nor a moved group passes. */
function checkValue(part: readonly number[], group: number): number {
  return part.reduce((sum, value, at) => sum + value * (at + 2), group * 7 + 3) % 31;
}
