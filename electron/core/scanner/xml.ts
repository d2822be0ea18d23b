import { SaxesParser } from 'saxes';

/** An element by its local name: eSCL devices do not agree on prefixes. */
export interface Element {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Reads a small XML document; null when it is none. Entities of its own, and whatever lies outside of it, are never read. */
export function parseXml(text: string): Element | null {
  const top = { name: '', children: [] as Element[], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  let broken = false;
  parser.on('opentag', ({ name }) => {
    const element = { name: name.replace(/^.*:/, ''), children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (piece) => {
    open.at(-1)!.text += piece;
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', () => {
    broken = true;
  });
  parser.write(text).close();
  return broken ? null : (top.children[0] ?? null);
}

/** Every element of that name below, in the order of the document. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

export const textOf = (element: Element, name: string): string => all(element, name)[0]?.text.trim() ?? '';
