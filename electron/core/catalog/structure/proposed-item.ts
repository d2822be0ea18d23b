import { type CatalogItem, emptyItem } from '../../../../shared/catalog/catalog.ts';
import type { Column } from './structure.ts';

/** The information item that a column proposes: what the database says of it up to the first mark is its name, the rest a note. */
export function proposedItem({ name, title, type, length }: Column): CatalogItem {
  const said = /^([^（(：:，,;；\s]*)[\s：:，,;；]*([\s\S]*)$/.exec(title)!;
  const [first, rest] = [said[1]!, said[2]!.trim()];
  const note = /^[（(]([^（()）]*)[)）]$/.exec(rest)?.[1] ?? rest;
  return { ...emptyItem(), name: first || title, column: name, type, length, note: first === '' ? '' : note };
}
