import {
  AuditOutlined,
  DatabaseOutlined,
  ExportOutlined,
  FileDoneOutlined,
  FormOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  KeyOutlined,
  PartitionOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  SendOutlined,
  SettingOutlined,
  TrophyOutlined,
} from '@ant-design/icons';
import type { ComponentType, ReactNode } from 'react';
import { lazy } from 'react';
import { mostLooks, type Strip } from '../../shared/station/desk.ts';
import type { Role, StationRole } from '../../shared/station/roles.ts';
import { dispatchHelp, enrolHelp, intakeHelp, reviewHelp, sendHelp } from '../features/exchange/help.ts';
import { scanHelp, sealHelp } from '../features/seal/help.ts';
import {
  allCatalogsHelp,
  catalogHelp,
  centralHelp,
  deskHelp,
  entryHelp,
  faceHelp,
  type Help,
  keyingStatisticsHelp,
  licenseHelp,
  licensesHelp,
  listHelp,
  scoreHelp,
  secondKeyingHelp,
  settingsHelp,
  stockHelp,
  typeHelp,
} from './page-help.ts';

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
  /** The number beside the title in the navigation; `bad` and `warn` colour it, `more` says that it was not counted to the end. */
  readonly count?: (strip: Strip) => {
    readonly value: number;
    readonly tone?: 'bad' | 'warn';
    readonly more?: boolean;
  };
  readonly help: Help;
  readonly page: ComponentType;
}

/** One component for list and editor: the tree keeps its place when a catalog is opened. */
const CatalogPage = lazy(() => import('../features/catalog/CatalogPage.tsx'));
const AllCatalogsPage = lazy(() => import('../features/catalog/AllCatalogsPage.tsx'));

/** 复核台 and its statistics. */

/** Every page, in the order of the navigation (Alt+1…9 follow it). A subject adds its pages here by one line. */
export const pages: readonly PageEntry[] = [
  {
    path: '/',
    title: '工作台',
    initials: 'gzt',
    icon: <HomeOutlined />,
    station: 'department',
    help: deskHelp,
    page: lazy(() => import('../features/desk/DeskPage.tsx')),
  },
  {
    path: '/catalog',
    title: '资源目录',
    initials: 'zyml',
    icon: <PartitionOutlined />,
    station: 'department',
    count: ({ counts, returned }) =>
      returned.catalog ? { value: returned.catalog, tone: 'bad' } : { value: counts.catalog ?? 0 },
    help: catalogHelp,
    page: CatalogPage,
  },
  {
    path: '/catalog/:id',
    title: '资源目录',
    initials: 'zyml',
    icon: <PartitionOutlined />,
    station: 'department',
    hidden: true,
    help: catalogHelp,
    page: CatalogPage,
  },
  {
    path: '/catalog-list',
    title: '目录清单',
    initials: 'mlqd',
    icon: <PartitionOutlined />,
    station: 'department',
    hidden: true,
    help: listHelp,
    page: lazy(() => import('../features/catalog/ListPage.tsx')),
  },
  {
    path: '/catalog-list/:id',
    title: '目录清单',
    initials: '',
    icon: <PartitionOutlined />,
    station: 'department',
    hidden: true,
    help: listHelp,
    page: lazy(() => import('../features/catalog/ListPage.tsx')),
  },
  {
    path: '/license-type',
    title: '证照目录',
    initials: 'zzml',
    icon: <ProfileOutlined />,
    station: 'department',
    count: ({ counts, returned }) =>
      returned.licenseType ? { value: returned.licenseType, tone: 'bad' } : { value: counts.licenseType ?? 0 },
    help: typeHelp,
    page: lazy(() => import('../features/license-type/TypesPage.tsx')),
  },
  {
    path: '/license-type/:ref',
    title: '证照目录',
    initials: '',
    icon: <ProfileOutlined />,
    station: 'department',
    desk: true,
    hidden: true,
    help: typeHelp,
    page: lazy(() => import('../features/license-type/TypePage.tsx')),
  },
  {
    path: '/entry',
    title: '录入台',
    initials: 'lrt',
    icon: <FormOutlined />,
    station: 'department',
    roles: ['clerk', 'scanner'],
    desk: true,
    help: entryHelp,
    page: lazy(() => import('../features/license/EntryPage.tsx')),
  },
  {
    path: '/second-keying',
    title: '复核台',
    initials: 'fht',
    icon: <FileDoneOutlined />,
    station: 'department',
    roles: ['reviewer', 'clerk'],
    desk: true,
    count: ({ toLook }) => ({ value: Math.min(toLook, mostLooks - 1), more: toLook >= mostLooks, tone: 'warn' }),
    help: secondKeyingHelp,
    page: lazy(() => import('../features/license/SecondKeyingPage.tsx')),
  },
  {
    path: '/second-keying/statistics',
    title: '复核统计',
    initials: 'fhtj',
    icon: <FileDoneOutlined />,
    station: 'department',
    roles: ['reviewer', 'clerk', 'head', 'admin'],
    hidden: true,
    help: keyingStatisticsHelp,
    page: lazy(() => import('../features/license/KeyingStatisticsPage.tsx')),
  },
  {
    path: '/license',
    title: '证照',
    initials: 'zz',
    icon: <IdcardOutlined />,
    station: 'department',
    help: licensesHelp,
    page: lazy(() => import('../features/license/LicensesPage.tsx')),
  },
  {
    path: '/license/stock',
    title: '存量进度',
    initials: 'cljd',
    icon: <IdcardOutlined />,
    station: 'department',
    hidden: true,
    help: stockHelp,
    page: lazy(() => import('../features/license/StockPage.tsx')),
  },
  {
    path: '/license/:id',
    title: '证照',
    initials: '',
    icon: <IdcardOutlined />,
    station: 'department',
    desk: true,
    hidden: true,
    help: licenseHelp,
    page: lazy(() => import('../features/license/LicensePage.tsx')),
  },
  {
    path: '/license/:id/face',
    title: '照面预览',
    initials: '',
    icon: <IdcardOutlined />,
    station: 'department',
    desk: true,
    hidden: true,
    help: faceHelp,
    page: lazy(() => import('../features/license/FacePage.tsx')),
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
    path: '/send',
    title: '上报',
    initials: 'sb',
    icon: <ExportOutlined />,
    station: 'department',
    count: (strip) => ({ value: strip.unsent }),
    help: sendHelp,
    page: lazy(() => import('../features/exchange/SendPage.tsx')),
  },
  {
    path: '/intake',
    title: '收件',
    initials: 'sj',
    icon: <InboxOutlined />,
    station: 'bureau',
    help: intakeHelp,
    page: lazy(() => import('../features/exchange/IntakePage.tsx')),
  },
  {
    path: '/review',
    title: '审核',
    initials: 'sh',
    icon: <AuditOutlined />,
    station: 'bureau',
    count: (strip) => ({ value: strip.toReview }),
    help: reviewHelp,
    page: lazy(() => import('../features/exchange/ReviewPage.tsx')),
  },
  {
    path: '/review/:id',
    title: '审核',
    initials: 'sh',
    icon: <AuditOutlined />,
    station: 'bureau',
    hidden: true,
    help: reviewHelp,
    page: lazy(() => import('../features/exchange/ReviewPage.tsx')),
  },
  {
    path: '/all-catalogs',
    title: '全市目录',
    initials: 'qsml',
    icon: <PartitionOutlined />,
    station: 'bureau',
    help: allCatalogsHelp,
    page: AllCatalogsPage,
  },
  {
    path: '/all-catalogs/:id',
    title: '全市目录',
    initials: 'qsml',
    icon: <PartitionOutlined />,
    station: 'bureau',
    hidden: true,
    help: allCatalogsHelp,
    page: AllCatalogsPage,
  },
  {
    path: '/dispatch',
    title: '下发',
    initials: 'xf',
    icon: <SendOutlined />,
    station: 'bureau',
    help: dispatchHelp,
    page: lazy(() => import('../features/exchange/DispatchPage.tsx')),
  },
  {
    path: '/enrol',
    title: '单位接入',
    initials: 'dwjr',
    icon: <KeyOutlined />,
    station: 'both',
    count: (strip) => ({ value: strip.toConfirm, tone: 'warn' }),
    help: enrolHelp,
    page: lazy(() => import('../features/exchange/EnrolPage.tsx')),
  },
  {
    path: '/score',
    title: '考核',
    initials: 'kh',
    icon: <TrophyOutlined />,
    station: 'bureau',
    roles: ['dataManager', 'inspector', 'catalogAuditor', 'licenseAuditor', 'intake', 'admin'],
    help: scoreHelp,
    page: lazy(() => import('../features/score/ScorePage.tsx')),
  },
  {
    path: '/central',
    title: '数据',
    initials: 'sj',
    icon: <DatabaseOutlined />,
    station: 'bureau',
    roles: ['dataManager', 'inspector', 'catalogAuditor', 'licenseAuditor', 'admin'],
    help: centralHelp,
    page: lazy(() => import('../features/central/CentralPage.tsx')),
  },
  {
    path: '/settings',
    title: '设置',
    initials: 'sz',
    icon: <SettingOutlined />,
    station: 'both',
    help: settingsHelp,
    page: lazy(() => import('../features/station/SettingsPage.tsx')),
  },
];

/** The pages that Ctrl+K leads to: those of the navigation, and those below them that have a name of their own. */
export function pagesToGoTo(station: StationRole, roles: readonly Role[]): readonly PageEntry[] {
  const own = pagesFor(station, roles);
  const below = pages.filter(
    (page) =>
      page.hidden &&
      page.initials !== '' &&
      !page.path.includes(':') &&
      page.station === station &&
      (!page.roles || page.roles.some((role) => roles.includes(role))),
  );
  return [...own, ...below];
}

/** The pages a person sees in the navigation of this kind of station. */
export function pagesFor(station: StationRole, roles: readonly Role[]): readonly PageEntry[] {
  return pages.filter(
    (page) =>
      !page.hidden &&
      (page.station === 'both' || page.station === station) &&
      (!page.roles || page.roles.some((role) => roles.includes(role))),
  );
}
