import { type Failure, Refusal } from '../../../shared/contract/failures.ts';
import type { IntakeOutcome, PackageLoss, VolumeMark } from '../../../shared/exchange/package.ts';
import { isDamage } from './intake-damage.ts';
import type { FoundPackage } from './package-files.ts';
import { type Acting, findPartner } from './partners.ts';

/** What is known of a package that was refused because of damage. */
export interface Examined {
  readonly marks: readonly VolumeMark[];
  readonly loss: PackageLoss | undefined;
  /** Its volumes are kept in the station. */
  readonly held: boolean;
}

/** Notes a refusal in 收件 and in the audit chain, and gives the outcome. However often a damaged package comes, it has one line. */
export function refused(
  { station, user }: Acting,
  found: FoundPackage,
  { code, message, details }: Failure,
  examined: Examined = { marks: [], loss: undefined, held: false },
): IntakeOutcome {
  const { packageId, header } = found;
  const sender = header?.sender ?? '';
  const why = isDamage(new Refusal(code)) ? 'damaged' : code;
  station.transaction(() => {
    station.db
      .prepare(
        `INSERT INTO intake_refused (digest, file, bytes, package, sender, sequence, at, by, code, details, volumes, loss)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET at = excluded.at, by = excluded.by,
           file = excluded.file, bytes = excluded.bytes, code = excluded.code, details = excluded.details,
           volumes = excluded.volumes, loss = excluded.loss`,
      )
      .run(
        `${packageId || `${found.name} ${found.bytes}`} ${why}`,
        found.name,
        found.bytes,
        packageId,
        sender,
        header?.sequence ?? 0,
        station.now(),
        user.name,
        code,
        JSON.stringify(details),
        JSON.stringify(examined.marks),
        examined.loss ? JSON.stringify(examined.loss) : '',
      );
    station.audit('intake.refuse', packageId || found.name, undefined, { code, sender });
  });
  return {
    file: found.name,
    packageId,
    ok: false,
    code,
    message,
    sender,
    senderName: (sender && findPartner(station, sender)?.name) || '',
    sequence: header?.sequence ?? 0,
    received: 0,
    rejected: [],
    missing: [],
    receipt: '',
    volumes: [...examined.marks],
    salvageable: examined.loss !== undefined,
    loss: examined.loss ?? null,
    held: examined.held,
  };
}
