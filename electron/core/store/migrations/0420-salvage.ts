import type { Db } from '../database.ts';

/**
 * Packages that came damaged. `volumes` (VolumeMark[]) says what each volume was like, `loss` (PackageLoss) what of a refused
 * package cannot be read, `salvage` (Salvage) who had the readable part taken in; all JSON, '' = nothing of the kind. A record that
 * came out of a damaged package is marked until the whole one has come. `package.salvaged_at`: the bureau has only a part of it.
 * Packages from before this were all of one volume.
 */
export function up0420(db: Db): void {
  db.exec(`
    ALTER TABLE intake ADD COLUMN volumes TEXT NOT NULL DEFAULT '[{"number":1,"state":"whole","chunks":0}]';
    ALTER TABLE intake ADD COLUMN salvage TEXT NOT NULL DEFAULT '';
    ALTER TABLE intake_record ADD COLUMN salvaged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE intake_refused ADD COLUMN volumes TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE intake_refused ADD COLUMN loss TEXT NOT NULL DEFAULT '';
    ALTER TABLE package ADD COLUMN salvaged_at TEXT NOT NULL DEFAULT '';
  `);
}
