import type { VolumeLayout } from '../../electron/core/exchange/format/volume-header.ts';
import type { DamageableRegion, Extent } from './campaign.ts';

/**
 * Every so many bits of the headers and of the rest, with odd steps, so that every bit of a byte has its turn; some cuts, and all
 * that are near the border of a region.
 */
export function share(ofHeaders: number, ofRest: number): Extent {
  return {
    *bits(name, { offset, length }) {
      const step = HEADERS.has(name) ? ofHeaders : ofRest;
      for (let bit = offset * 8; bit < (offset + length) * 8; bit += step) yield bit;
    },
    both: (_, bit) => isOfItsByte(bit),
    *cuts(layout) {
      const near = nearBorders(layout);
      for (let bytes = layout.fileBytes - 1; bytes >= 0; bytes--) if (bytes % 509 === 0 || near.has(bytes)) yield bytes;
    },
  };
}

/** Every bit and every cut, those of even bytes or those of odd ones. */
export function everything(odd: 0 | 1): Extent {
  return {
    *bits(_, { offset, length }) {
      for (let at = offset; at < offset + length; at++)
        for (let bit = at * 8; at % 2 === odd && bit < at * 8 + 8; bit++) yield bit;
    },
    both: (name, bit) => (name !== 'payload' && name !== 'recovery') || isOfItsByte(bit),
    *cuts({ fileBytes }) {
      for (let bytes = fileBytes - 1; bytes >= 0; bytes--) if (bytes % 2 === odd) yield bytes;
    },
  };
}

const HEADERS: ReadonlySet<DamageableRegion> = new Set(['front', 'header', 'headerCopy', 'back']);

/** One bit of each byte, another one from byte to byte. */
function isOfItsByte(bit: number): boolean {
  return (bit & 7) === ((bit >> 3) & 7);
}

function nearBorders({ fileBytes, tableEntries, protectedBytes, ...regions }: VolumeLayout): ReadonlySet<number> {
  const borders = Object.values(regions).flatMap(({ offset, length }) => [offset, offset + length]);
  return new Set(borders.flatMap((border) => [-2, -1, 0, 1, 2].map((by) => border + by)));
}
