import {
  AuditOutlined,
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

const reviewHelp: Help = {
  purpose: '把收到的记录与它的上一版逐字段对照，通过，或在字段下写明意见退回。',
  steps: [
    '左边选记录；中间变动的字段排在前面，新的部分着色，旧的划去；右边是随件的扫描件。',
    '选中不合要求的字段按 R 写批注。有批注的件只能退回，没有批注的按 Ctrl+Enter 通过，并跳到下一件。',
    '按 F2 把办完的写成签名的审核结果，每个单位一份，随介质带回；没写出的，填报单位看不到。',
    '在状态里选“审核通过”可办入库。',
  ],
  keys: [
    ['ArrowUp ArrowDown', '选字段'],
    ['R', '批注该字段'],
    ['Ctrl+Enter', '提交结论并到下一件'],
    ['[ ]', '上一件 下一件'],
    ['F2', '写出审核结果'],
  ],
};

/** One component for list and editor: the tree keeps its place when a catalog is opened. */
const CatalogPage = lazy(() => import('../features/catalog/CatalogPage.tsx'));
const catalogHelp: Help = {
  purpose: '编制信息资源目录：13 项元数据、信息项和普查数。缺什么、错在哪里，随填随查；齐全后送签批。',
  steps: [
    '先按 F3 选分类，前段码随之确定，顺序码保存时自动编定。',
    '信息项可从电子表格整块复制，按 Ctrl+V 粘贴；首行是标题时按标题对列。',
    '上方数字条既是导航也是错误表；按 F6 逐处到错误。',
    '已有的清单可整表导入（Alt+I），缺项的先存为草稿。',
  ],
  keys: [
    ['F3', '选分类'],
    ['F6', '下一处错误'],
    ['Ctrl+S', '存草稿'],
    ['Ctrl+Enter', '送签批'],
    ['Alt+N', '新建'],
    ['Alt+I', '导入'],
    ['Alt+E', '导出'],
    ['Alt+ArrowUp Alt+ArrowDown', '移动信息项'],
  ],
};

const typeHelp: Help = {
  purpose:
    '本单位签发的证照各是什么、照面有哪些字段、模板长什么样。从类型库选一种收入本单位目录，或自己新建；送签批后才能用于录入，并随上报包报送。',
  steps: [
    '打开一种证照，在“目录”填机构、事项、期限；类型代码没有公布的可先空着，自编的会提醒。',
    '“照面字段”逐行键入：Enter 到下一行，Alt+↑↓ 调整次序，可从电子表格粘贴一列名称；每项写明是编号、持证主体还是日期。',
    '“模板”收下底图和原件；按 F4 在底图上划区域，鼠标拖出，或用方向键移动、Shift 改大小。',
    '“试扫描件”拿一份真证照看每项裁得准不准；核实过的勾“已对照实物”。',
    '已报送或已用于录入的版本不会变：再保存就是下一版，须写明法律依据和生效日期，并在生效前 15 个工作日更新。',
  ],
  keys: [
    ['/', '查找'],
    ['Enter', '打开'],
    ['Alt+N', '新建'],
    ['F3', '换页签'],
    ['F4', '到区域、回字段'],
    ['Shift+ArrowRight', '区域改大小'],
    ['Ctrl+ArrowRight', '每次 0.1 毫米'],
    ['Ctrl+Delete', '去掉一行'],
    ['F6', '下一处错误'],
    ['Ctrl+S', '存草稿'],
    ['Ctrl+Enter', '送签批'],
  ],
};

/** 复核台 and its statistics. */
const secondKeyingHelp: Help = {
  purpose: '由没有经手首录的人，对照原件把关键项再录一遍。首录的值在存好之前不显示；两次不同的，由第三人看着原件裁定。',
  steps: [
    '“待复录”：照扫描件逐项录，Enter 到下一项，Ctrl+Enter 存好并到下一件。一致的记入记录，不同的转“待裁定”。',
    '“待裁定”：甲、乙不分先后，按 1 或 2 选与照面一致的，都不对的按 3 照原件录。首录、复录的人都不裁定自己的。',
    '“照面如此”：原件本身就不合校验的，对照局部图核对；一致按 Ctrl+Enter，不一致按 F8 退回。',
    '只有一人的单位，由本人改日、换一个次序再录，记为“同人复录”，单独统计。',
    '哪些要复录、是否复录后才能装包，在“设置—复录规则”里定。',
  ],
  keys: [
    ['Enter Shift+Enter', '下一项、上一项'],
    ['F4', '沿用本人上一件复录的值'],
    ['Ctrl+Enter', '存好，下一件'],
    ['1 2 3', '以甲、乙为准，另录'],
    ['F8', '照面如此不符，退回'],
    ['PageUp PageDown', '上一件、下一件'],
    ['F3', '换一类'],
    ['Alt+S', '统计'],
    ['Alt+ArrowUp Alt+ArrowDown', '放大、缩小'],
  ],
};

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
        ['P', '看这一类证照的存量进度'],
        ['F6', '下一区'],
      ],
    },
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
    help: {
      purpose: '照着扫描件把证照录进来。光标到哪一项，那一项的局部图就贴在输入框上方。',
      steps: [
        '选证照类型，把扫描件拖进来（PNG、JPEG、BMP、TIFF、PDF），或不用扫描件直接键入。',
        '输入框下方是识读结果，存疑的字有底色：对照局部图无误按 Tab 采用，不对就直接键入；F2 采用并改第一个存疑的字。',
        '按照面顺序键入，Enter 到下一项。日期可写 230105、t（今天）、cq（长期）；金额可写 1200万。',
        '与上一件相同的按 F4 沿用；每件都相同的按 Shift+F4 钉住，下一件自动带入。',
        '校验不符会当场提示，请逐位对照原件；一时弄不清的按 F8 转待查，写明原因，先录下一件。',
        '原件上就是这样印的，按 Alt+Z 声明照面如此：留下局部图，由另一人在复核台核对后才送签批。',
        'Ctrl+Enter 保存并送签批，接着录下一件；Ctrl+S 只暂存。',
      ],
      keys: [
        ['Tab', '采用识读结果，到下一项'],
        ['F2', '采用并改第一个存疑的字'],
        ['Enter Shift+Enter', '下一项、上一项'],
        ['F4', '沿用上条'],
        ['Shift+F4', '钉住：下一件自动沿用'],
        ['F6', '下一处错误'],
        ['F8', '转待查'],
        ['Alt+Z', '照面如此：原件本身不合校验'],
        ['F7', '为提醒写理由，再按沿用上次的理由'],
        ['Alt+G', '采用规范写法'],
        ['Ctrl+S', '暂存'],
        ['Ctrl+Enter', '保存并下一条'],
        ['PageUp PageDown', '上一件、下一件'],
        ['Alt+J', '下一页并入本件'],
        ['Alt+B', '换证照类型或批次'],
        ['Alt+D', '与已录的同号证照对照'],
        ['Alt+ArrowRight', '本件的下一页'],
        ['Alt+ArrowUp Alt+ArrowDown', '放大、缩小'],
        ['F2 F7 F9', '适合、跟随、旋转'],
      ],
    },
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
    help: {
      purpose: '一段时间里录入和复录的速度、查出的错误、一致率和照面如此的件数，可打印、可导出 csv。',
      steps: [
        '选起止日期；错误以裁定结论为准，没有裁定的列在“待裁定”。',
        '“每千字段”是首录有误的字段数除以复录过的字段数。同人复录单独列一行，不与他人复录相加。',
        '方式“键入、沿用、导入”等记在首录时。',
      ],
      keys: [
        ['Ctrl+P', '打印'],
        ['Ctrl+E', '导出 csv'],
        ['Escape', '回到复核台'],
      ],
    },
    page: lazy(() => import('../features/license/KeyingStatisticsPage.tsx')),
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
        '左边选类型，按 / 查找编号、持证主体、档号或拼音首字母；按 F 筛选和排序。',
        '“待查”“草稿”和“退回修改”的打开后按 E 修改；无误后送签批。',
        '已有台账的用“导入表格”（xlsx、xls、et、csv、dbf）：先看各列导入到哪个字段，可改；有误的行写成文件，末列是原因，改好再导入，已导入的行不会重复。',
        '导出须写明用途；文件含完整证件号码，请按规定保管。',
      ],
      keys: [
        ['/', '查找'],
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '打开'],
        ['F', '筛选、排序'],
        ['Ctrl+I', '导入表格'],
        ['Ctrl+E', '导出'],
        ['W', '同样的提醒成批写明理由'],
        ['Ctrl+Enter', '去录入'],
      ],
    },
    page: lazy(() => import('../features/license/LicensesPage.tsx')),
  },
  {
    path: '/license/stock',
    title: '存量进度',
    initials: 'cljd',
    icon: <IdcardOutlined />,
    station: 'department',
    hidden: true,
    help: {
      purpose: '存量证照按类型和箱看：应录、已录、复核、签收、入库，日均录入和预计录完的日期。',
      steps: [
        '选一行按 E 填应录数；工作台“我单位应交材料”里有这一类的，两处是同一个数。',
        '按 Enter 展开各箱。箱号取自档号；增量证照不计在内。',
        '已录是送签批及以后的件数，草稿不计。复核是另一人再次键入的件数；签收、入库以主管部门签名的回执和审核结果为准。',
        '按 Ctrl+P 打印存量进度表，交负责人；按 Ctrl+E 导出 csv。',
      ],
      keys: [
        ['Enter', '展开各箱'],
        ['E', '填应录数'],
        ['Ctrl+P', '打印'],
        ['Ctrl+E', '导出 csv'],
        ['Escape', '回到证照'],
      ],
    },
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
    help: {
      purpose: '一份证照的扫描件、照面数据、检查结果、退回意见和经过。',
      steps: [
        '指到哪一项，扫描件上就标出那一项。',
        '按 E 修改；双击一项直接改那一项。',
        '按 V 看照面预览，可打印。',
        '没有错误时按 Ctrl+Enter 送签批。',
      ],
      keys: [
        ['E', '修改'],
        ['V', '照面预览'],
        ['S', '办理事项：延续、变更、挂起、质押、吊销、注销…'],
        ['Ctrl+Enter', '送签批，或更正错误'],
        ['F9', '旋转'],
        ['Escape', '回到列表'],
      ],
    },
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
    help: {
      purpose: '按真实尺寸看一份证照的照面，带“预览 无法律效力”字样，可打印在 A4 纸上。',
      steps: [
        '各项按证照目录里量定的位置排；没有量定位置的类型，按照面顺序列出各项。',
        '印模只出现带“仅供核对”的，位置按证照模板。',
        '打开和打印都记入审计。打印出来的不是证照，不得当作证照使用。',
      ],
      keys: [
        ['Ctrl+P', '打印'],
        ['Escape', '回到证照'],
      ],
    },
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
    help: {
      purpose: '把签批过的记录封装成加密的上报包，写入介质送主管部门，再收回签收回执和审核结果。',
      steps: [
        '单位负责人签“同意上报”，保密员审“非涉密”；没有账号的，由交换员登记签了字的纸质审批单。本人填报的内容须由他人签。',
        '核对“待发清单”；“拦下”的记录不影响本包，改好后随下一包送出。',
        '封装前选分卷和恢复数据：U 盘选 FAT32，光盘按容量选；加了恢复数据，介质划伤一处也能复原。',
        '按 Ctrl+Enter 封装，再选介质写入：逐卷写完即回读比对，一致后才显示“可以取出”。中断后接着写，写完的卷不重写。',
        '登记送件人后把介质交出。同一包、其中一卷都可以再写，内容相同、包号不变。',
        '取回介质后按 F2 收回执：状态以签名的回执和审核结果为准，同一份收两次不会重复。',
      ],
      keys: [
        ['Ctrl+Enter', '办当前这一步'],
        ['F2', '收回执'],
        ['F6', '下一区'],
      ],
    },
    page: lazy(() => import('../features/exchange/SendPage.tsx')),
  },
  {
    path: '/intake',
    title: '收件',
    initials: 'sj',
    icon: <InboxOutlined />,
    station: 'bureau',
    help: {
      purpose: '从介质或文件夹收填报单位的上报包，核验签名和完整性，写出签名的签收回执。',
      steps: [
        '插好介质，按 F2 选它：里面的上报包逐个核验、收入，回执写回同一介质。',
        '一条记录不合规定只隔离这一条，写明字段和原因，其余照收。',
        '前面缺包不拒收，回执里列出缺哪几号；同一包收两次，给出的是同一份回执。',
        '几卷的包一盘一盘收：先到的卷本站留存，补到缺的卷就收齐；按“催补…”复制要说的话。',
        '损坏的先自动复原，标“已修复”；复原不了的不收，收件员写明理由才能“抢救可读部分”，其余等整包重送。',
        '拒收的包在“情况”里写明原因和下一步；按 Enter 办这一行的事，或到“审核”看收下的记录。',
      ],
      keys: [
        ['F2', '选介质或文件夹'],
        ['Enter', '办这一行的事'],
        ['/', '查找'],
      ],
    },
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
    path: '/enrol',
    title: '单位接入',
    initials: 'dwjr',
    icon: <KeyOutlined />,
    station: 'both',
    count: (strip) => ({ value: strip.toConfirm, tone: 'warn' }),
    help: {
      purpose: '填报单位与主管部门用介质交换公钥，用纸面核对指纹。之后的包才能加密给对方、认出是谁签的。',
      steps: [
        '填报单位按 F2 导出接入文件（.ydk），打印接入表盖章，分开送主管部门。',
        '主管部门收下文件，对照表上的指纹，写出回复带回。',
        '填报单位收下回复，同样对照主管部门的指纹。四行都一致才确认；有一行不同就不要用。',
        '密钥遗失或更换时撤销，此后拒收它的包。',
      ],
      keys: [
        ['F2', '导出本单位接入文件'],
        ['Ctrl+P', '打印接入表'],
      ],
    },
    page: lazy(() => import('../features/exchange/EnrolPage.tsx')),
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
