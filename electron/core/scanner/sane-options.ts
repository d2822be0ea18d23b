import {
  type ScanAbilities,
  type ScanColour,
  type ScanProfile,
  type ScanSetting,
  type ScanSource,
  scanSizes,
} from '../../../shared/scanner/profile.ts';

/** An option as `scanimage -A` prints it; inactive and read-only ones are left out. */
export interface SaneOption {
  /** With its dashes: `--mode`, `-x`. */
  readonly flag: string;
  readonly about: string;
  readonly choices: readonly string[];
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly kind: 'choice' | 'number' | 'text' | 'button';
  readonly value: string;
}

const usualDpis = [75, 100, 150, 200, 240, 300, 400, 600, 1200];
const optionLine = /^ {4}(--?[A-Za-z][\w-]*)(.*)$/;
const unit = /(dpi|mm|pel|bit|us|%)?(,\.\.\.)?$/;

/** Reads what `scanimage -A` prints. */
export function parseOptions(text: string): SaneOption[] {
  const found: (SaneOption & { about: string })[] = [];
  let open: { about: string } | null = null;
  for (const line of text.split('\n')) {
    const [, flag, rest] = optionLine.exec(line) ?? [];
    if (flag === undefined || rest === undefined) {
      if (open && /^ {8}\S/.test(line)) open.about = `${open.about} ${line.trim()}`.trim();
      continue;
    }
    open = null;
    // Marks and the value stand in brackets at the end; a switch has brackets in its middle, too.
    const tail = /((?: \[[^\]]*\])*)$/.exec(rest)![1]!;
    const marks = [...tail.matchAll(/ \[([^\]]*)\]/g)].map(([, mark]) => mark!);
    if (marks.some((mark) => mark === 'inactive' || mark === 'read-only')) continue;
    const option = {
      flag,
      about: '',
      ...constraintOf(rest.slice(0, rest.length - tail.length)),
      value: marks[0] ?? '',
    };
    if (option.value === 'advanced') option.value = '';
    open = option;
    found.push(option);
  }
  return found;
}

function constraintOf(text: string): Pick<SaneOption, 'choices' | 'range' | 'kind'> {
  const none = { choices: [], range: null };
  const [, words] = /^\[=\((.*)\)\]$/.exec(text) ?? [];
  if (words !== undefined)
    return { ...none, kind: 'choice', choices: words.split('|').filter((word) => word !== 'auto') };
  const plain = text.trim().replace(/ ?\(in steps of [^)]*\)$/, '');
  if (plain === '') return { ...none, kind: 'button' };
  if (plain.startsWith('<')) return { ...none, kind: plain === '<string>' ? 'text' : 'number' };
  const [, min, max] = /^(?:auto\|)?(-?[\d.]+)\.\.(-?[\d.]+?)(?:dpi|mm|pel|bit|us|%)?(?:,\.\.\.)?$/.exec(plain) ?? [];
  if (min !== undefined) return { ...none, kind: 'number', range: { min: Number(min), max: Number(max) } };
  const choices = plain
    .replace(unit, '')
    .split('|')
    .filter((word) => word !== '' && word !== 'auto');
  return { ...none, kind: 'choice', choices };
}

const colourWords: Readonly<Record<ScanColour, RegExp>> = {
  colour: /colou?r|24.?bit|rgb/i,
  grey: /gr[ae]y/i,
  bilevel: /line ?art|black|binary|monochrome/i,
};
const twoSided = /duplex|both|double/i;
const fed = /adf|feeder|document feeder/i;

function choiceFor(option: SaneOption | undefined, test: (word: string) => boolean): string | undefined {
  return option?.choices.find(test);
}

/** The arguments that choose a source; null where the device has none such. */
function sourceArguments(options: readonly SaneOption[], source: ScanSource): string[] | null {
  const of = (flag: string) => options.find((one) => one.flag === flag);
  const from = of('--source');
  const glass = (word: string): boolean => !fed.test(word) && !twoSided.test(word);
  const simplex = (word: string): boolean => fed.test(word) && !twoSided.test(word) && !/back/i.test(word);
  const said = (word: string | undefined) => (word === undefined ? null : [`--source=${word}`]);
  if (source === 'flatbed') return from ? said(choiceFor(from, glass)) : [];
  if (source === 'feeder') return said(choiceFor(from, simplex));
  const both = said(choiceFor(from, (word) => twoSided.test(word)));
  if (both) return both;
  const feeder = said(choiceFor(from, simplex)) ?? (from ? null : []);
  const mode = of('--adf-mode');
  const way = choiceFor(mode, (word) => twoSided.test(word));
  if (feeder && way !== undefined) return [...feeder, `--adf-mode=${way}`];
  return feeder && of('--duplex')?.choices.includes('yes') ? [...feeder, '--duplex=yes'] : null;
}

const ownFlags = new Set(['--source', '--mode', '--resolution', '--adf-mode', '--duplex', '--preview']);
const ownNames = new Set([...ownFlags, '--page-width', '--page-height', '-l', '-t', '-x', '-y']);

export function abilitiesOf(options: readonly SaneOption[]): ScanAbilities {
  const of = (flag: string) => options.find((one) => one.flag === flag);
  const mode = of('--mode');
  const colours = (Object.keys(colourWords) as ScanColour[]).filter((colour) =>
    mode ? mode.choices.some((word) => colourWords[colour].test(word)) : colour === 'colour',
  );
  const resolution = of('--resolution');
  const dpis = resolution?.range
    ? usualDpis.filter((dpi) => dpi >= resolution.range!.min && dpi <= resolution.range!.max)
    : (resolution?.choices.map(Number).filter((dpi) => Number.isInteger(dpi) && dpi >= 50 && dpi <= 1200) ?? []);
  const most = (flag: string) => of(flag)?.range?.max ?? null;
  return {
    sources: (['flatbed', 'feeder', 'duplex'] as const).filter((source) => sourceArguments(options, source) !== null),
    colours,
    dpis,
    maxWidthMm: most('-x'),
    maxHeightMm: most('-y'),
    settings: options.flatMap((option): ScanSetting[] =>
      option.kind === 'button' || ownNames.has(option.flag)
        ? []
        : [
            {
              name: option.flag.replace(/^-+/, ''),
              about: option.about,
              kind: option.kind,
              choices: [...option.choices],
              value: option.value,
            },
          ],
    ),
  };
}

/** The arguments for `scanimage` that a profile asks for; raises nothing: what the device lacks is left to it. */
export function argumentsFor(options: readonly SaneOption[], profile: ScanProfile): string[] {
  const of = (flag: string) => options.find((one) => one.flag === flag);
  const out = [...(sourceArguments(options, profile.source) ?? [])];
  const mode = choiceFor(of('--mode'), (word) => colourWords[profile.colour].test(word));
  if (mode !== undefined) out.push(`--mode=${mode}`);
  if (of('--resolution')) out.push(`--resolution=${profile.dpi}`);
  for (const [name, value] of Object.entries(profile.extra)) {
    const option = options.find(({ flag }) => flag.replace(/^-+/, '') === name);
    // Only what the device itself calls an option of its own: an argument of the program is none.
    if (option && option.kind !== 'button' && !ownNames.has(option.flag)) {
      if (option.flag.startsWith('--')) out.push(`${option.flag}=${value}`);
      else out.push(option.flag, value);
    }
  }
  const size = scanSizes[profile.size];
  const width = of('-x')?.range;
  const height = of('-y')?.range;
  if (width && height) {
    const [w, h] = size ?? [width.max, height.max];
    // The feeder must know how wide the paper is before the area is set.
    if (size && profile.source !== 'flatbed' && of('--page-width')) out.push(`--page-width=${w}`, `--page-height=${h}`);
    if (of('-l')) out.push('-l', '0');
    if (of('-t')) out.push('-t', '0');
    out.push('-x', String(Math.min(w, width.max)), '-y', String(Math.min(h, height.max)));
  }
  return out;
}
