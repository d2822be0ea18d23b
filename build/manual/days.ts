const RealDate = Date;
let shift = 0;

class StoryDate extends RealDate {
  constructor(...parts: [] | [number | string]) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(parts[0]);
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
}

/** Sets every clock of this process to the same time on the working day (Monday to Friday) that lies `count` before today. */
export function workingDaysAgo(count: number): void {
  const day = new RealDate();
  for (let left = count; left > 0; ) {
    day.setDate(day.getDate() - 1);
    if (day.getDay() % 6 !== 0) left -= 1;
  }
  shift = day.getTime() - RealDate.now();
  globalThis.Date = count === 0 ? RealDate : (StoryDate as DateConstructor);
}

/** A day as YYYY-MM-DD, `days` from the day of the story. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
}
