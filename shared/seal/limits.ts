// What decides between pass, warn and reject. Each number has its reason; the bureau may read them here.

/** A ring that lacks more than this shows it at true size on a certificate; the notice wants 公章图文无缺损. */
export const RING_MISSING_REJECT = 0.05;
/** Below this a gap is a dry speck (2 mm on a 42 mm seal). */
export const RING_MISSING_WARN = 0.015;
/** The outline counts as inked where it reaches this share of the seal's own full ink: paler ink vanishes in print. */
export const RING_INK = 0.28;

/** A twelfth of the outline with less than half of the usual ink is a pale side; a fifth is a seal that was not pressed flat. */
export const WEAK_SIDE_WARN = 0.08;
export const WEAK_SIDE_REJECT = 0.2;
export const WEAK_INK = 0.5;

/** Light that the full ink takes: fresh seals reach 0.6 to 0.95, a dry pad 0.35, show-through from the back 0.2. */
export const FAINT_WARN = 0.38;
export const FAINT_REJECT = 0.24;

/** Pale text inside the seal: this much (mm²) in one eighth, and more than the eighth has in full ink. One eighth warns, two reject. */
export const PALE_TEXT_MM2 = 2;

/** Share of the seal's ink that lies under a pen line or under print. A thin stroke takes 2 to 6 %. */
export const PEN_WARN = 0.01;
export const PEN_REJECT = 0.1;
/** A ring may be crossed this far before what lies beneath cannot be told any more. */
export const PEN_RING_REJECT_MM = 6;

/** 300 dpi is the common practice for electronic seals (42 mm = 496 px). Scanners write 299.7 or 118 px/cm, hence the margin. */
export const DPI_WARN = 295;
/** A ring of 1 mm has six pixels at 150 dpi; below that a gap cannot be told from a pixel. */
export const DPI_REJECT = 145;

/** Below this, blocks of a JPEG show in the line of a ring; below the second, gaps may be its work. */
export const JPEG_WARN = 55;
export const JPEG_REJECT = 30;

/** resources/codes/seal-specs.json, recommendedDetection: sides outside this are shown, never refused for it alone. */
export const SIDE_MM = { min: 15, max: 62 } as const;
/** Diameters of round seals in the rules, and how far a scan may miss them. */
export const ROUND_MM: readonly number[] = [38, 40, 42, 45, 50, 58, 60];
export const ROUND_TOLERANCE_MM = 1.5;
/** Round seals below this are name and date stamps, for which no rule gives a diameter. */
export const ROUND_RULE_FROM_MM = 34;

/** A seal may run past the page's edge by this before it counts as cut: the straightened edge is known to a tenth of it. */
export const CLIPPED_MM = 0.4;

/** Half the width from which ink is a blot: borders have up to 1.2 mm, bold strokes less than 1 mm. */
export const BLOT_HALF_MM = 1.1;
/** A drop between two strokes, and one that swallows a character. */
export const BLOT_WARN_MM2 = 0.3;
export const BLOT_REJECT_MM2 = 3;
/** The line of a border is as wide on all sides; a stamp that slid widens it on two. Undamaged lines differ by 0.1 mm. */
export const SLID_WARN_MM = 0.35;
export const SLID_REJECT_MM = 0.8;
/** A second impression lies beyond the first along a quarter of the outline and more. */
export const SLID_BEYOND = 0.25;
/** Ink beyond less of the outline is a finger, a drip, a letter: 4 mm on a 42 mm seal. */
export const FOREIGN_WARN = 0.03;
/** How much the five arms of the star differ, against how much an arm differs from a notch. Undamaged stars stay below 0.06. */
export const STAR_WARN = 0.15;
export const STAR_REJECT = 0.3;
/** A gap of the text along the border this many times as wide as its usual gaps has room for a character. */
export const TEXT_GAP = 2.3;
/** A blank square with this share of the shorter side has room for a character of a name seal. */
export const BLANK_SHARE = 0.34;

/** A note is proposed from this confidence: print reaches 0.8 to 0.99, handwriting mostly stays below 0.6, where what is read is no more than a guess. */
export const NOTE_PROPOSED = 0.65;
/** From this on a full name is ticked beforehand; a name with a wrong character or a short one never is. */
export const NOTE_TICKED = 0.85;
/** A character read with this was printed so: where it differs from the name, the note may mean another license. */
export const NOTE_SURE = 0.9;

/** The text along a border is told from this confidence on: the engine's own, times how far its two readings agree. Damaged text stays below 0.6, whole text above 0.8. */
export const RING_AGREED = 0.75;
/** Up to this share of the organ's name may be misread, one character at least. */
export const RING_NEAR = 0.15;
/** That it is another name is said from this confidence on, and where this share of the characters, two at least, is none of the organ's: what lies between may be either. */
export const RING_SURE = 0.9;
export const RING_FOREIGN = 0.3;

/** Two imprints may be of the same seal from this likeness on (docs/seal-quality.md): one seal reaches 0.91 to 0.99, one with another character up to 0.96. */
export const SAME_SEAL = 0.9;
/** …and surely are where no place of a character's size is less alike than this: one seal stays above 0.82, another character below 0.62. */
export const SAME_PLACE = 0.75;
/** The same seal measures the same within this, mm, on any scanner: only such are compared. */
export const SAME_SIZE_MM = 1;
