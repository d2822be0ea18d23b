import { refuse } from '../../../shared/contract/failures.ts';
import type { AccountDecision, DecideAccount } from '../../../shared/exchange/account.ts';
import type { Station } from '../store/station.ts';
import { type Acting, findPartner } from './partners.ts';

/** The decisions about a department's accounts, newest first. */
export function accountsOf(station: Station, partner: string): AccountDecision[] {
  return station.db
    .prepare('SELECT n, person, duty, account, reason, applied, at, by FROM account WHERE partner = ? ORDER BY n DESC')
    .all(partner) as AccountDecision[];
}

/**
 * Notes what the bureau decided about one applicant. Refuses `wrong-station`, `unknown-sender`, `account-undecided` unless there is either an account or a
 * reason for none, `account-taken` for a name that another person has.
 */
export function decideAccount(
  { station, user }: Acting,
  { station: partner, ...decision }: DecideAccount,
): AccountDecision[] {
  if (station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
  const known = findPartner(station, partner);
  if (known?.role !== 'department') refuse('unknown-sender', { sender: partner });
  const { person, duty, account, reason, applied } = decision;
  if ((account === '') === (reason === '')) refuse('account-undecided');
  return station.transaction(() => {
    const taken = station.db
      .prepare(
        `SELECT a.person FROM account a WHERE a.account = ? AND a.account <> '' AND NOT (a.partner = ? AND a.person = ?)
           AND a.n = (SELECT max(n) FROM account WHERE partner = a.partner AND person = a.person)`,
      )
      .pluck()
      .get(account, partner, person) as string | undefined;
    if (taken !== undefined) refuse('account-taken', { account, person: taken });
    station.db
      .prepare(
        'INSERT INTO account (partner, person, duty, account, reason, applied, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(partner, person, duty, account, reason, applied, station.now(), user.name);
    station.audit('enrol.decideAccount', partner, undefined, decision);
    return accountsOf(station, partner);
  });
}
