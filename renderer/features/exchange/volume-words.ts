import type { SentPackage } from '../../../shared/exchange/package.ts';

/** Numbers of volumes as people write them: 1、3–5. */
export function volumeNumbers(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join('、');
}

/** What is written next: the ticked volumes (by file name), else those that are not on a medium yet, else all. */
export function volumesToWrite({ volumes }: SentPackage, ticked: readonly string[]): number[] {
  const picked = volumes.filter(({ file }) => ticked.includes(file));
  const open = volumes.filter(({ writtenAt }) => writtenAt === '');
  const chosen = picked.length > 0 ? picked : open.length > 0 ? open : volumes;
  return chosen.map(({ number }) => number);
}

/** Folders that the volumes lie in, each with the numbers where they are not all in one. */
export function mediaOf({ volumes }: SentPackage): string {
  const media = new Map<string, number[]>();
  for (const { medium, number } of volumes)
    if (medium !== '') media.set(medium, [...(media.get(medium) ?? []), number]);
  const [only] = media.keys();
  if (only !== undefined && media.get(only)?.length === volumes.length) return only;
  return [...media].map(([medium, numbers]) => `第 ${volumeNumbers(numbers)} 卷 ${medium}`).join('；');
}
