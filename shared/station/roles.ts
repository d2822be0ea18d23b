import { z } from 'zod';

export const stationRoles = ['department', 'bureau'] as const;
export const StationRole = z.enum(stationRoles);
export type StationRole = z.infer<typeof StationRole>;

/** Roles of a person in a station, with the word the window shows. */
export const roleNames = {
  clerk: '填报员',
  scanner: '扫描员',
  reviewer: '复核员',
  sealKeeper: '印章保管人',
  head: '单位负责人',
  exchangeOfficer: '交换员',
  secrecyOfficer: '保密员',
  intake: '收件员',
  catalogAuditor: '目录审核员',
  licenseAuditor: '证照审核员',
  dataManager: '数据管理员',
  inspector: '督察员',
  admin: '系统管理员',
  securityAuditor: '安全审计员',
} as const;

export type Role = keyof typeof roleNames;
export const Role = z.enum(Object.keys(roleNames) as [Role, ...Role[]]);

const departmentRoles: readonly Role[] = [
  'clerk',
  'scanner',
  'reviewer',
  'sealKeeper',
  'head',
  'exchangeOfficer',
  'secrecyOfficer',
  'admin',
  'securityAuditor',
];
const bureauRoles: readonly Role[] = [
  'intake',
  'catalogAuditor',
  'licenseAuditor',
  'dataManager',
  'inspector',
  'admin',
  'securityAuditor',
];

/** The roles that exist in a station of this kind, in the order in which the window lists them. */
export function rolesOf(station: StationRole): readonly Role[] {
  return station === 'department' ? departmentRoles : bureauRoles;
}

/** Every role of the station but securityAuditor, who is never the same person as admin. */
export function firstUserRoles(station: StationRole): readonly Role[] {
  return rolesOf(station).filter((role) => role !== 'securityAuditor' && role !== 'inspector');
}
