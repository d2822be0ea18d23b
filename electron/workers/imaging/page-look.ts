import type { PageLook } from '../../../shared/seal/scan.ts';
import type { InkMaps } from './ink.ts';
import type { PaperLight } from './paper.ts';

/** Paper darker than this is a lid, a table or a scan without light. */
const DARK_PAPER = 70;
/** A page with less ink than 12 mm² on A4 shows nothing; grain and dust stay below it. */
const BLANK_SHARE = 0.0002;
/** A page with more than this under ink is a picture: the fullest form has a tenth. */
const PICTURE_SHARE = 0.35;
/** A page with less than this of an A4 sheet was not scanned whole. */
const PART_SHARE = 0.7;
const A4_MM2 = 210 * 297;

/** What a page looks like as a whole; it matters where no seal was found on it. */
export function lookOf(maps: InkMaps, paper: PaperLight, widthMm: number, heightMm: number): PageLook {
  let light = 0;
  for (const value of paper.colour) light += value;
  if (light / paper.colour.length < DARK_PAPER) return 'dark';
  const share = maps.inked / maps.seal.data.length;
  if (share > PICTURE_SHARE) return 'picture';
  if (share < BLANK_SHARE) return 'blank';
  return widthMm * heightMm < PART_SHARE * A4_MM2 ? 'part' : 'page';
}
