import { initialsOf } from '../../../shared/china/pinyin-initials.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import {
  type Medium,
  type MediumEntry,
  type MediumEvent,
  type MediumKind,
  type MediumState,
  mediumEventNames,
  mediumMoves,
  mediumStateNames,
} from '../../../shared/exchange/medium.ts';
import { type Drive, driveOf } from '../station/station.ts';
import type { Station } from '../store/station.ts';
import type { Acting } from './partners.ts';

export interface NewMedium {
  /** The next one when absent. */
  readonly number?: string | undefined;
  readonly kind: MediumKind;
  readonly model: string;
  readonly serial: string;
  readonly secrecy: string;
  /** Of its file system, '' unknown. */
  readonly identity: string;
}

interface Row extends Omit<Medium, 'entries' | 'waiting'> {
  readonly entries: string;
  readonly waiting: string;
}

/** Package k waits for the bureau: its medium is what the bureau will be given. */
const unsigned = `k.received_at = '' AND k.replaced_by = ''`;

const select = `SELECT m.number, m.kind, m.model, m.serial, m.secrecy, m.state, m.at AS registeredAt, m.by AS registeredBy,
    (SELECT json_group_array(json_object('at', e.at, 'by', e.by, 'what', e.what, 'text', e.text,
      'sequence', coalesce((SELECT k.sequence FROM package k WHERE k.id = e.package), 0)) ORDER BY e.n)
      FROM medium_entry e WHERE e.medium = m.number) AS entries,
    (SELECT json_group_array(DISTINCT k.sequence) FROM volume v JOIN package k ON k.id = v.package
      WHERE v.number_of_medium = m.number AND ${unsigned}) AS waiting
  FROM medium m`;

/** 介质登记簿, newest number first. */
export function listMedia(station: Station): Medium[] {
  return (station.db.prepare(`${select} ORDER BY m.at DESC, m.number DESC`).all() as Row[]).map(parsed);
}

/** One medium; refuses `medium-missing`. */
export function mediumNumbered(station: Station, number: string): Medium {
  const row = station.db.prepare(`${select} WHERE m.number = ?`).get(number) as Row | undefined;
  return row ? parsed(row) : refuse('medium-missing', { number });
}

function parsed({ entries, waiting, ...row }: Row): Medium {
  return { ...row, entries: JSON.parse(entries) as MediumEntry[], waiting: JSON.parse(waiting) as number[] };
}

/** ZZSMZJ-2026-003: initials of the unit's name, year, and the serial number after the last of that year. */
export function nextNumber(station: Station): string {
  const { name } = station.info();
  const unit = [...initialsOf(name).toUpperCase()].filter((letter) => /[A-Z0-9]/.test(letter)).join('');
  const start = `${unit.slice(0, 12).padEnd(2, 'X')}-${station.now().slice(0, 4)}-`;
  const numbers = station.db
    .prepare('SELECT number FROM medium WHERE substr(number, 1, ?) = ?')
    .pluck()
    .all(start.length, start) as string[];
  const last = Math.max(0, ...numbers.map((number) => Number(number.slice(start.length))));
  return start + String(last + 1).padStart(3, '0');
}

/** Enters a medium; refuses `medium-known` where number or file system are in the book already. */
export function registerMedium({ station, user }: Acting, medium: NewMedium): Medium {
  return station.transaction(() => {
    const { kind, model, serial, secrecy, identity } = medium;
    const number = medium.number ?? nextNumber(station);
    const known = station.db
      .prepare("SELECT number FROM medium WHERE number = ? OR (identity = ? AND identity <> '')")
      .pluck()
      .get(number, identity) as string | undefined;
    if (known !== undefined) refuse('medium-known', { number: known });
    station.db
      .prepare(
        `INSERT INTO medium (number, kind, model, serial, identity, secrecy, state, at, by) VALUES (?, ?, ?, ?, ?, ?, 'kept', ?, ?)`,
      )
      .run(number, kind, model, serial, identity, secrecy, station.now(), user.name);
    note(station, user.name, number, 'register', '', '');
    station.audit('medium.register', number, undefined, { kind, model, serial, secrecy });
    return mediumNumbered(station, number);
  });
}

/** A removable drive as it is found, before it has a number. */
function fromDrive({ kind, model, serial, identity }: Drive): NewMedium {
  return { kind, model, serial, identity, secrecy: '非涉密' };
}

/**
 * The number of the medium that a folder lies on: one that is in the book is known by its file system, a new one is entered. '' for a folder of this
 * machine. Refuses `medium-state` for one that was destroyed; one that was lost is found again.
 */
export async function mediumAt(acting: Acting, folder: string, drive = driveOf(folder)): Promise<string> {
  const { station } = acting;
  const found = await drive;
  if (!found || found.identity === '') return '';
  const known = station.db.prepare('SELECT number, state FROM medium WHERE identity = ?').get(found.identity) as
    | { number: string; state: MediumState }
    | undefined;
  if (!known) return registerMedium(acting, fromDrive(found)).number;
  if (known.state === 'destroyed')
    refuse('medium-state', { number: known.number, state: mediumStateNames.destroyed, what: '写入' });
  if (known.state !== 'kept') moveMedium(acting, known.number, 'takeBack', '插回本机');
  return known.number;
}

/** The program's own lines, inside the transaction that is open: written, handed over with a package. */
export function noteMedium(
  acting: Acting,
  number: string,
  what: 'write' | 'handOver',
  packageId: string,
  text: string,
): void {
  const { station, user } = acting;
  note(station, user.name, number, what, packageId, text);
  station.db.prepare('UPDATE medium SET state = ? WHERE number = ?').run(what === 'write' ? 'kept' : 'away', number);
}

/**
 * Notes what a person says of a medium. A loss takes back what is known of the volumes on it: packages that nobody has signed for are to be written
 * again. Refuses `medium-missing`, `medium-state`.
 */
export function moveMedium(
  { station, user }: Acting,
  number: string,
  what: 'takeBack' | 'lose' | 'destroy',
  text: string,
): Medium {
  return station.transaction(() => {
    const { state } = mediumNumbered(station, number);
    if (!mediumMoves[state].includes(what))
      refuse('medium-state', { number, state: mediumStateNames[state], what: mediumEventNames[what] });
    const next: MediumState = what === 'takeBack' ? 'kept' : what === 'lose' ? 'lost' : 'destroyed';
    note(station, user.name, number, what, '', text);
    station.db.prepare('UPDATE medium SET state = ? WHERE number = ?').run(next, number);
    if (next === 'lost' || next === 'destroyed') forget(station, number);
    station.audit(`medium.${what}`, number, { state }, { state: next, text });
    return mediumNumbered(station, number);
  });
}

/** Volumes that lay on a medium that is gone lie on none, and their packages are no longer on their way. */
function forget(station: Station, number: string): void {
  const packages = station.db
    .prepare(
      `SELECT DISTINCT k.id FROM package k JOIN volume v ON v.package = k.id WHERE v.number_of_medium = ? AND ${unsigned}`,
    )
    .pluck()
    .all(number) as string[];
  for (const id of packages) {
    station.db
      .prepare(
        "UPDATE volume SET medium = '', written_at = '', number_of_medium = '' WHERE package = ? AND number_of_medium = ?",
      )
      .run(id, number);
    station.db.prepare("UPDATE package SET handed_at = '' WHERE id = ?").run(id);
  }
}

function note(station: Station, by: string, medium: string, what: MediumEvent, packageId: string, text: string): void {
  station.db
    .prepare('INSERT INTO medium_entry (medium, at, by, what, package, text) VALUES (?, ?, ?, ?, ?, ?)')
    .run(medium, station.now(), by, what, packageId, text);
}
