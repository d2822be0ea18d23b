// Draws the words 仅供核对 once and writes them as a TypeScript module, so that no font is needed where the program runs. Needs the
// Debian package fonts-noto-cjk. `node build/draw-check-mark.ts`
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="330" height="80"><rect width="330" height="80" fill="#000"/>
  <text x="165" y="64" font-size="72" font-weight="700" font-family="Noto Sans CJK SC" letter-spacing="8" text-anchor="middle" fill="#fff">仅供核对</text></svg>`;
const png = await sharp(Buffer.from(svg))
  .greyscale()
  .png({ palette: true, colours: 8, compressionLevel: 9 })
  .toBuffer();
const lines = png.toString('base64').match(/.{1,110}/g)!;
const module = `// Made by build/draw-check-mark.ts: the words 仅供核对, white on black.
export const checkMarkPng: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
await writeFile(new URL('../electron/workers/imaging/check-mark-picture.ts', import.meta.url), module);
