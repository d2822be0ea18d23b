import {
  FormOutlined,
  HomeOutlined,
  IdcardOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { ComponentType, ReactNode } from 'react';
import { lazy } from 'react';
import type { Strip } from '../../shared/station/desk.ts';
import type { Role, StationRole } from '../../shared/station/roles.ts';
import type { KeyHint } from '../components/Page.tsx';
import { scanHelp, sealHelp } from '../features/seal/help.ts';

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
    path: '/entry',
    title: '录入台',
    initials: 'lrt',
    icon: <FormOutlined />,
    station: 'department',
    roles: ['clerk', 'scanner'],
    desk: true,
    help: {
      purpose: '照着扫描件把证照录进来。光标到哪一项，那一项的局部图就贴在输入框上方。',
      steps: [
        '选证照类型，把扫描件拖进来（PNG、JPEG、TIFF），或不用扫描件直接键入。',
        '按照面顺序键入，Enter 到下一项。日期可写 230105、t（今天）、cq（长期）；金额可写 1200万。',
        '与上一件相同的按 F4 沿用；每件都相同的按 Shift+F4 钉住，下一件自动带入。',
        '校验不符会当场提示，请逐位对照原件；一时弄不清的按 F8 转待查，写明原因，先录下一件。',
        'Ctrl+Enter 保存并送签批，接着录下一件；Ctrl+S 只暂存。',
      ],
      keys: [
        ['Enter Shift+Enter', '下一项、上一项'],
        ['F4', '沿用上条'],
        ['Shift+F4', '钉住：下一件自动沿用'],
        ['F6', '下一处错误'],
        ['F8', '转待查'],
        ['Ctrl+S', '暂存'],
        ['Ctrl+Enter', '保存并下一条'],
        ['PageUp PageDown', '上一件、下一件'],
        ['Alt+J', '下一页并入本件'],
        ['Alt+ArrowRight', '本件的下一页'],
        ['Alt+ArrowUp Alt+ArrowDown', '放大、缩小'],
        ['F2 F7 F9', '适合、跟随、旋转'],
      ],
    },
    page: lazy(() => import('../features/license/EntryPage.tsx')),
  },
  {
    path: '/license',
    title: '证照',
    initials: 'zz',
    icon: <IdcardOutlined />,
    station: 'department',
    help: {
      purpose: '本单位录入和导入的全部证照。打开、查找、导出都记入审计链，列表中的公民身份号码打码。',
      steps: [
        '左边选类型，按 / 查找编号、持证主体、档号或拼音首字母。',
        '“待查”“草稿”和“退回修改”的打开后按 E 修改；无误后送签批。',
        '已有台账的，整理成表格（标题写照面字段）用“导入表格”；有误的行会逐行说明。',
        '导出须写明用途；文件含完整证件号码，请按规定保管。',
      ],
      keys: [
        ['/', '查找'],
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '打开'],
        ['Ctrl+I', '导入表格'],
        ['Ctrl+E', '导出'],
        ['Ctrl+Enter', '去录入'],
      ],
    },
    page: lazy(() => import('../features/license/LicensesPage.tsx')),
  },
  {
    path: '/license/:id',
    title: '证照',
    initials: '',
    icon: <IdcardOutlined />,
    station: 'department',
    desk: true,
    hidden: true,
    help: {
      purpose: '一份证照的扫描件、照面数据、检查结果、退回意见和经过。',
      steps: [
        '指到哪一项，扫描件上就标出那一项。',
        '按 E 修改；双击一项直接改那一项。',
        '没有错误时按 Ctrl+Enter 送签批。',
      ],
      keys: [
        ['E', '修改'],
        ['Ctrl+Enter', '送签批，或更正错误'],
        ['F9', '旋转'],
        ['Escape', '回到列表'],
      ],
    },
    page: lazy(() => import('../features/license/LicensePage.tsx')),
  },
  {
    path: '/seal',
    title: '印章',
    initials: 'yz',
    icon: <SafetyCertificateOutlined />,
    station: 'department',
    help: sealHelp,
    page: lazy(() => import('../features/seal/SealPage.tsx')),
  },
  {
    path: '/seal/:id',
    title: '印章',
    initials: 'yz',
    icon: <SafetyCertificateOutlined />,
    station: 'department',
    hidden: true,
    help: sealHelp,
    page: lazy(() => import('../features/seal/SealPage.tsx')),
  },
  {
    path: '/scan',
    title: '扫描台',
    initials: 'smt',
    icon: <ScanOutlined />,
    station: 'department',
    roles: ['scanner', 'clerk', 'sealKeeper'],
    desk: true,
    help: scanHelp,
    page: lazy(() => import('../features/seal/ScanPage.tsx')),
  },
  {
    path: '/scan/:id',
    title: '扫描台',
    initials: 'smt',
    icon: <ScanOutlined />,
    station: 'department',
    roles: ['scanner', 'clerk', 'sealKeeper'],
    desk: true,
    hidden: true,
    help: scanHelp,
    page: lazy(() => import('../features/seal/ScanPage.tsx')),
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
