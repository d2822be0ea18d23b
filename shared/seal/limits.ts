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

/** Redness of the full ink: fresh seals reach 0.5 to 0.7, a dry pad 0.25, show-through from the back 0.15. */
export const FAINT_WARN = 0.28;
export const FAINT_REJECT = 0.18;

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

/** resources/codes/seal-specs.json, recommendedDetection: sides outside this are shown, never refused for it alone. */
export const SIDE_MM = { min: 15, max: 62 } as const;
/** Diameters of round seals in the rules, and how far a scan may miss them. */
export const ROUND_MM: readonly number[] = [38, 40, 42, 45, 50, 58, 60];
export const ROUND_TOLERANCE_MM = 1.5;
/** Round seals below this are name and date stamps, for which no rule gives a diameter. */
export const ROUND_RULE_FROM_MM = 34;

/** A seal may run past the page's edge by this before it counts as cut: the straightened edge is known to a tenth of it. */
export const CLIPPED_MM = 0.4;
