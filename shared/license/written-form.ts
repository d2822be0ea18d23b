const zeroWidth = /\u200b|\u200c|\u200d|\ufeff/g;
const wide = /[０-９Ａ-Ｚａ-ｚ]/g;
const opened = /(?<=[\p{Script=Han}\d）]) ?\(|\((?=\s*\p{Script=Han})/gu;
const closed = /(?<=（[^()（）]*)\)/gu;
const zero = /(?<=[一二三四五六七八九〇])[0OoО○]|[0OoО○](?=[一二三四五六七八九〇])/gu;
const betweenHan = /(?<=[\p{Script=Han}（）])\s+(?=[\p{Script=Han}（）])/gu;

/**
 * How a text would stand by the rules of writing: letters and digits narrow, brackets in Chinese text wide (GB/T 15834), 〇 and not 0, O or ○
 * among Chinese numerals (GB/T 15835), no blanks between characters. '' where it stands so already. Only proposed, never applied: a name is what
 * its paper says. Rare and variant characters are left alone.
 */
export function writtenForm(text: string): string {
  const form = settled(text);
  return form === text ? '' : form;
}

/** One change makes room for another (`一00`), and each takes a character away or brings it to its last form. */
function settled(text: string): string {
  const form = text
    .replace(zeroWidth, '')
    .replace(wide, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\t ]+/g, ' ')
    .replace(opened, '（')
    .replace(closed, '）')
    .replace(zero, '〇')
    .replace(betweenHan, '')
    .trim();
  return form === text ? text : settled(form);
}
