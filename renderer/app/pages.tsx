import { HomeOutlined, SettingOutlined } from '@ant-design/icons';
import type { ComponentType, ReactNode } from 'react';
import { lazy } from 'react';
import type { Strip } from '../../shared/station/desk.ts';
import type { Role, StationRole } from '../../shared/station/roles.ts';
import type { KeyHint } from '../components/Page.tsx';

export interface Help {
  /** What this page is for, in one or two sentences. */
  readonly purpose: string;
  /** How the work goes, step by step. */
  readonly steps: readonly string[];
  readonly keys: readonly KeyHint[];
}

export interface PageEntry {
  /** Route, `/catalog`; `/catalog/:id` pages of the same subject stand below it with `hidden`. */
  readonly path: string;
  readonly title: string;
  /** Pinyin initials, for Ctrl+K. */
  readonly initials: string;
  readonly icon: ReactNode;
  readonly station: StationRole | 'both';
  /** Who may open it; absent = everybody. */
  readonly roles?: readonly Role[];
  /** Navigation shrinks to a 48 px rail: pages that need the width. */
  readonly desk?: boolean;
  /** Not in the navigation: reached from another page. */
  readonly hidden?: boolean;
  /** The number beside the title in the navigation; `bad` and `warn` colour it. */
  readonly count?: (strip: Strip) => { readonly value: number; readonly tone?: 'bad' | 'warn' };
  readonly help: Help;
  readonly page: ComponentType;
}

/** Every page, in the order of the navigation (Alt+1…9 follow it). A subject adds its pages here by one line. */
export const pages: readonly PageEntry[] = [
  {
    path: '/',
    title: '工作台',
    initials: 'gzt',
    icon: <HomeOutlined />,
    station: 'department',
    help: {
      purpose: '本单位应交什么、做到哪一步、今天该办什么，都在这一页。状态以主管部门签名的回执和审核结果为准。',
      steps: [
        '“我单位应交材料”每行是一项材料的一种形式；选中后按 Enter 开始或继续办理。',
        '“应录”由本单位核定：选中一行按 E 填写应录数、期限和关联对象。',
        '“退回修改”列出主管部门的意见，按 Enter 直接到需要改的那一处。',
        '“到期”按工作日计算，法定节假日和调休已计入。',
      ],
      keys: [
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '开始办理'],
        ['E', '修改应录数与期限'],
        ['F6', '下一区'],
      ],
    },
    page: lazy(() => import('../features/desk/DeskPage.tsx')),
  },
  {
    path: '/settings',
    title: '设置',
    initials: 'sz',
    icon: <SettingOutlined />,
    station: 'both',
    help: {
      purpose: '管理用户与角色、单位资料、密钥指纹、备份、审计链和代码表，并可自检。',
      steps: [
        '左边选一节，或按 Alt+↑、Alt+↓ 换节。',
        '每天收工前做一次备份，写到另一块磁盘或专用 U 盘上；恢复前程序会先逐字节检查备份。',
        '指纹打印后交主管部门当面核对；恢复码打印后封存。',
      ],
      keys: [
        ['Alt+ArrowUp Alt+ArrowDown', '换节'],
        ['Ctrl+S', '保存'],
      ],
    },
    page: lazy(() => import('../features/station/SettingsPage.tsx')),
  },
];

/** The pages a person sees in the navigation of this kind of station. */
export function pagesFor(station: StationRole, roles: readonly Role[]): readonly PageEntry[] {
  return pages.filter(
    (page) =>
      !page.hidden &&
      (page.station === 'both' || page.station === station) &&
      (!page.roles || page.roles.some((role) => roles.includes(role))),
  );
}
