import { normalizeIdentifier } from './problem.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const valueByCharacter: ReadonlyMap<string, number> = new Map(
  [...alphabet].map((character, value) => [character, value]),
);

/**
 * Whether the last character is the ISO 7064 MOD 37,36 check character of those before it. Electronic license identifiers
 * (GB/T 36904) use it over type code, issuer, serial and version, written without their dots.
 */
export function isMod3736(text: string): boolean {
  return hybrid(normalizeIdentifier(text).replaceAll('.', ''), 36);
}

/** Whether the last digit is the ISO 7064 MOD 11,10 check digit of those before it (15-digit registration numbers, GS 15-2006). */
export function isMod1110(text: string): boolean {
  return hybrid(normalizeIdentifier(text), 10);
}

/** The check character that a new identifier gets. Only for identifiers that this program issues; never to correct a typed one. */
export function mod3736(body: string): string {
  return alphabet[(37 - step(normalizeIdentifier(body).replaceAll('.', ''), 36)) % 36]!;
}

/** ISO 7064 hybrid system: the running product over all characters but the last, before the last is added. */
function step(body: string, modulus: number): number {
  let product = modulus;
  for (const character of body) {
    const value = valueByCharacter.get(character) ?? -1;
    if (value < 0 || value >= modulus)
      throw new RangeError(`iso7064: "${character}" is no character of modulus ${modulus}`);
    product = (((product + value) % modulus || modulus) * 2) % (modulus + 1);
  }
  return product;
}

function hybrid(text: string, modulus: number): boolean {
  const values = [...text].map((character) => valueByCharacter.get(character) ?? -1);
  if (text.length < 2 || values.some((value) => value < 0 || value >= modulus)) return false;
  return (step(text.slice(0, -1), modulus) + values.at(-1)!) % modulus === 1;
}
