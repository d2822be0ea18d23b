/** Built-in formats (ECMA-376 18.8.30) that show a day or a time, those of the Chinese locales included. */
const builtIn = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
]);

/** Whether a number format shows a date or a time. `code` is the custom format's text, if it has one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn.has(id);
  const plain = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhse]/i.test(plain) && !/^(general|g\/通用格式)/i.test(plain) && !/0[.#0]*e[+-]/i.test(plain);
}

/** A serial day number of a workbook as YYYY-MM-DD, with HH:MM:SS where it has a fraction; a mere time of day as HH:MM:SS. */
export function serialDate(serial: number, since1904: boolean): string {
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400);
  let days = Math.floor(serial) + (seconds === 86_400 ? 1 : 0);
  const clock = seconds % 86_400;
  const time = [Math.floor(clock / 3600), Math.floor(clock / 60) % 60, clock % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  if (days <= 0 && !since1904) return time;
  // The 1900 calendar has a 29 February 1900 that never was.
  if (since1904) days += 1462;
  else if (days < 60) days += 1;
  const moment = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999) return String(serial);
  const date = moment.toISOString().slice(0, 10);
  return clock === 0 ? date : `${date} ${time}`;
}

/**
 * A number as people read it: 17 stored digits shortened to the value meant (4.2599999999999998 → 4.26), no exponent. Above
 * 15 digits the exponent stays: such a number was a code and has lost digits, which an importer has to see.
 */
export function numberText(stored: string): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (Math.abs(value) >= 1e15) return value.toExponential().toUpperCase();
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}
