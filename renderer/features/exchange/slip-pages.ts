import type { SentVolume } from '../../../shared/exchange/package.ts';

export interface SlipPage {
  /** Number of the page, from 1. */
  readonly from: number;
  readonly volumes: readonly SentVolume[];
  readonly sheets: readonly string[];
}

/** Lines that fit beside head and signatures, and on a page that follows. A line holds one volume or four sheets. */
const firstLines = 12;
const followLines = 34;
const sheetsALine = 4;

/** Volumes and seal sheets of a slip by pages: what does not fit under the head goes onto pages that follow. */
export function slipPages(volumes: readonly SentVolume[], sheets: readonly string[]): SlipPage[] {
  const pages: SlipPage[] = [];
  let [volumesLeft, sheetsLeft] = [volumes, sheets];
  do {
    const lines = pages.length === 0 ? firstLines : followLines;
    const here = volumesLeft.slice(0, lines);
    const room = (lines - here.length) * sheetsALine;
    pages.push({ from: pages.length + 1, volumes: here, sheets: sheetsLeft.slice(0, room) });
    volumesLeft = volumesLeft.slice(here.length);
    sheetsLeft = sheetsLeft.slice(room);
  } while (volumesLeft.length > 0 || sheetsLeft.length > 0);
  return pages;
}
