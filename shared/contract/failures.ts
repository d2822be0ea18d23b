export type Details = Readonly<Record<string, unknown>>;

/** What a user can cause, as a value: a stable code, a Chinese sentence that says what to do next, and the particulars. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly details: Details;
}

const text = (details: Details, key: string): string => String(details[key] ?? '');
const scannerNamed = (details: Details): string => (details.device ? `“${text(details, 'device')}”` : '');
/** What came in before a scanner stopped. */
const keptPages = (details: Details): string => (details.pages ? `（已读的 ${text(details, 'pages')} 页已收下）` : '');

/**
 * The one table of failure codes. Each message says what is wrong, where, and what to do next; it is what the window and the
 * command line print.
 */
export const failureMessages = {
  'invalid-input': (d: Details) => `填写内容不符合要求：${text(d, 'where')}。请更正后再试。`,
  'unknown-method': (d: Details) => `程序没有“${text(d, 'method')}”这项功能。请确认两端版本一致。`,
  'not-allowed': (d: Details) => `当前用户没有办理此事的角色（需要：${text(d, 'roles')}）。请换有此角色的人办理。`,
  internal: () => '程序内部出错，已记入日志，数据没有改动。请重试；再出现时请把“设置—自检”的结果交给维护人员。',
  cancelled: () => '已取消，没有留下半成品。',

  'station-missing': (d: Details) => `“${text(d, 'dir')}”不是工作站文件夹。请选对文件夹，或先建立工作站。`,
  'station-exists': (d: Details) => `“${text(d, 'dir')}”里已有工作站或其他文件。请换一个空文件夹。`,
  'station-in-use': () => '工作站正被另一个驿递程序使用。请先关闭那一个，再打开。',
  'station-newer': (d: Details) =>
    `工作站由更新版本的驿递写成（格式 ${text(d, 'found')}，本程序只到 ${text(d, 'known')}）。请升级程序后再打开，数据没有改动。`,
  'station-damaged': (d: Details) => `工作站文件已损坏：${text(d, 'what')}。请不要继续使用，用最近一次备份恢复。`,
  'station-locked': () => '工作站已锁定。请先输入密码解锁。',
  'disk-full': (d: Details) =>
    d.name
      ? `“${text(d, 'path')}”的空间放不下“${text(d, 'name')}”，之前写完的卷有效。请腾出空间或换一个介质，接着写其余的卷。`
      : `磁盘已满，刚才的改动没有写入${d.path ? `（${text(d, 'path')}）` : ''}。请腾出空间后再保存。`,
  'too-big-for-medium': (d: Details) =>
    `“${text(d, 'path')}”所在的介质存不下这么大的文件（FAT32 的单个文件小于 4 GiB）。请换 exFAT 或 NTFS 格式的介质再写；下次封装时选“分卷”。`,
  'disk-read-only': (d: Details) => `“${text(d, 'path')}”不可写入。请检查写保护和权限，或换一个位置。`,
  'medium-failed': (d: Details) =>
    `“${text(d, 'path')}”读写出错：介质松动、被拔出或已损坏。已写完的卷有效；请重新插好或换一个介质，再接着办。`,
  'file-missing': (d: Details) => `找不到“${text(d, 'path')}”。请检查介质是否插好、路径是否正确。`,

  'wrong-password': (d: Details) =>
    `用户名或密码不对${Number(d.waitSeconds) > 0 ? `，请等 ${text(d, 'waitSeconds')} 秒再试` : ''}。大小写有区别；忘记密码可用恢复码重设。`,
  'password-missing': () =>
    '没有给出密码。请设环境变量 YIDI_PASSWORD，或用 --password-file 指明密码文件，或在终端里输入。',
  'too-many-attempts': (d: Details) => `连续输错次数过多，请等 ${text(d, 'waitSeconds')} 秒再试。`,
  'wrong-recovery-code': (d: Details) =>
    d.block
      ? `恢复码第 ${text(d, 'block')} 组与校验位不符，请对照打印件逐字检查。`
      : '恢复码与本工作站不符。请核对是不是这台工作站的恢复码。',
  'weak-password': () => '密码至少 10 位，不能全是同一类字符，也不能与用户名相同。请换一个。',
  'unknown-role': (d: Details) => `没有“${text(d, 'role')}”这个角色。可用的角色：${text(d, 'known')}。`,
  'role-conflict': () => '系统管理员与安全审计员不能由同一人担任。请另建用户。',
  'user-exists': (d: Details) => `用户“${text(d, 'name')}”已存在。请换一个姓名或编号。`,
  'user-missing': (d: Details) => `没有用户“${text(d, 'name')}”。请检查姓名。`,
  'last-admin': () => '至少要保留一名在用的系统管理员。',
  'to-be-keyed': () => '这一件待你复录，复录之前不显示首录的值。请到“复核台”复录；只想查看的，可放弃复录后打开。',
  'not-yours-to-check': () => '这一件不在你的复核清单里：可能已由他人办完，或须由另一人办理。请刷新复核台。',
  'own-entry': () => '本人填报的内容不能由本人审批。请由他人办理，或登记已签字的纸质审批单。',

  'record-missing': (d: Details) => `找不到该条记录（${text(d, 'id')}）。可能已被删除，请刷新列表。`,
  'record-changed': (d: Details) =>
    `这条记录已被${text(d, 'user')}改动（第 ${text(d, 'revision')} 版）。你的填写仍在页面上，请对照后再保存。`,
  'record-locked': (d: Details) => `记录处于“${text(d, 'state')}”状态，现在不能这样办理。`,
  'record-incomplete': (d: Details) => `还有 ${text(d, 'errors')} 处错误，不能送签批。请按 F6 逐处更正。`,
  'event-refused': (d: Details) => `不能记入“${text(d, 'kind')}”：${text(d, 'reason')}。请更正后再记。`,
  'warnings-unreasoned': (d: Details) =>
    `还有 ${text(d, 'warnings')} 处提醒没有写明理由（${text(d, 'first')}），不能送签批。请在该项下写明理由，或在“证照—提醒”里成批写明。`,
  'code-published': (d: Details) =>
    `代码 ${text(d, 'code')} 已随上报包送出，不能再改。确需换分类的，请另建一条并停用本条。`,
  'code-taken': (d: Details) => `代码 ${text(d, 'code')} 已被“${text(d, 'name')}”使用。请换一个顺序码。`,

  'invalid-uscc': (d: Details) =>
    `统一社会信用代码“${text(d, 'value')}”不对：${text(d, 'reason')}。请对照原件逐位核对。`,
  'unknown-license-type': (d: Details) => `证照类型库里没有“${text(d, 'name')}”。请检查名称，或先在类型库中登记。`,
  'license-type-draft': (d: Details) =>
    `“${text(d, 'name')}”还是证照目录里的草稿。请先在证照目录补齐并送签批，再用于录入。`,
  'type-in-use': (d: Details) =>
    `已有证照按“${text(d, 'name')}”第 ${text(d, 'version')} 版录入，不能删除。可在证照目录里制作新版。`,
  'file-type': (d: Details) => `“${text(d, 'name')}”不是${text(d, 'wanted')}文件。请换一个文件。`,
  'not-a-picture': (d: Details) =>
    `“${text(d, 'name')}”不是可读的扫描件（支持 PNG、JPEG、TIFF、BMP、PDF）。请重新扫描或换一个文件。`,
  'picture-too-large': (d: Details) =>
    `“${text(d, 'name')}”展开后有 ${text(d, 'megapixels')} 百万像素，超过 ${text(d, 'limit')} 的上限。请按 A4 幅面、300–600 dpi 重新扫描。`,
  'picture-damaged': (d: Details) => `“${text(d, 'name')}”的图片数据不完整或已损坏。请重新扫描，或从原处再拷一次。`,
  'pdf-locked': (d: Details) =>
    `“${text(d, 'name')}”设了打开密码，不能读取。请用设密码的软件去掉密码另存一份，再收进来。`,
  'pdf-damaged': (d: Details) =>
    `“${text(d, 'name')}”不是完整的 PDF，或其中的图已损坏、图幅过大。请从原处再拷一次，或按 A4、300–600 dpi 重新扫描。`,
  'scanner-missing': (d: Details) =>
    `找不到扫描仪${scannerNamed(d)}：没有通电、没有接好，或已拔下。请检查电源和连线，再刷新一次。`,
  'scanner-busy': (d: Details) =>
    `扫描仪${scannerNamed(d)}正被别的程序或别的电脑使用${keptPages(d)}。请等它用完，或关闭那个程序，再扫。`,
  'scanner-empty': (d: Details) => `扫描仪${scannerNamed(d)}里没有原稿。请把原稿放好，再扫。`,
  'scanner-jammed': (d: Details) => `输稿器卡纸${keptPages(d)}。请打开盖板取出卡住的纸，把没扫的放回输稿器，接着扫。`,
  'scanner-open': (d: Details) => `扫描仪的盖板开着${keptPages(d)}。请合上盖板，把没扫的放好，接着扫。`,
  'scanner-denied': (d: Details) =>
    `当前系统用户没有使用扫描仪${scannerNamed(d)}的权限。请系统管理员把该用户加入 scanner 组（Windows：检查 WIA 服务），重新登录后再扫。`,
  'scanner-lost': (d: Details) =>
    `扫描途中与扫描仪${scannerNamed(d)}失去联系：被拔下、断电，或网络断开${keptPages(d)}。请接好，把没扫的放回去，接着扫。`,
  'scanner-silent': (d: Details) =>
    `扫描仪${scannerNamed(d)}在 ${text(d, 'seconds')} 秒内没有动静，已停止等待${keptPages(d)}。请关掉扫描仪电源再打开，然后重扫。`,
  'scanner-stopped': (d: Details) => `扫描在扫描仪上被停止${keptPages(d)}。需要时把没扫的放好，接着扫。`,
  'scanner-refused': (d: Details) =>
    `扫描仪${scannerNamed(d)}不接受这样的设置（${text(d, 'reason')}）。请换一个来源、分辨率或幅面再扫。`,
  'scanner-failed': (d: Details) =>
    `扫描仪${scannerNamed(d)}报错：${text(d, 'reason')}${keptPages(d)}。请关掉电源再打开；仍不行请用厂家的程序扫成文件，再拖进来。`,
  'scanner-program-missing': (d: Details) =>
    `本机没有可用的扫描程序（${text(d, 'program')}）。请安装 sane-utils；网络扫描仪可直接填地址，也可以先扫成文件再拖进来。`,
  'scanner-address': (d: Details) =>
    `“${text(d, 'address')}”不能用作扫描仪地址：只能填本机或内网的 IP 地址（10.、172.16–31.、192.168. 等），不能填名称或外网地址。请照扫描仪面板上的 IP 填写。`,
  'work-crashed': (d: Details) =>
    `处理“${text(d, 'name')}”时后台程序意外退出，其余文件不受影响。请重试；仍不行请按 A4、300 dpi 重新扫描。`,
  'form-too-full': () => '选的证照太多，一张采集表的二维码放不下。请减少范围或证照，分成几张打印。',
  'seal-rejected': (d: Details) =>
    `第 ${text(d, 'index')} 枚不合格（${text(d, 'reason')}），不能确认。请重新盖印、重新扫描。`,
  'reason-missing': (d: Details) =>
    `第 ${text(d, 'index')} 枚有需要留意之处（${text(d, 'reason')}）。请写明为何可用，再确认。`,
  'file-too-large': (d: Details) =>
    `“${text(d, 'name')}”有 ${text(d, 'mb')} MB，超过 ${text(d, 'limit')} MB 的上限。请拆分，图片请降低分辨率，再收进来。`,
  'not-a-table': (d: Details) => `“${text(d, 'name')}”不是可导入的表：${text(d, 'reason')}。请用模板另存后再导入。`,
  'no-structure': (d: Details) =>
    `“${text(d, 'name')}”里没有找到表结构：${text(d, 'reason')}。可用建表脚本（SQL）、SQLite、dbf 文件，或带标题行的数据文件。`,
  'table-locked': (d: Details) =>
    `“${text(d, 'name')}”加了打开密码，读不出内容。请用 WPS 或 Excel 打开，去掉密码另存后再导入。`,

  'not-a-package': (d: Details) => `“${text(d, 'name')}”不是驿递文件。请选择扩展名为 .ydp 或 .ydk 的文件。`,
  'unsupported-version': (d: Details) => `包的格式版本 ${text(d, 'version')} 比本程序新。请升级驿递后再收。`,
  'header-damaged': (d: Details) =>
    `“${text(d, 'name')}”的包头有损坏${d.reason ? `（${text(d, 'reason')}）` : ''}，不能据以收包。请从原介质重新拷贝；仍不行请送出单位重发。`,
  truncated: (d: Details) =>
    `“${text(d, 'name')}”不完整：${d.expected === undefined ? '' : `应有 ${text(d, 'expected')} 字节，`}只有 ${text(d, 'found')} 字节。请从原介质重新拷贝，或请送出单位重写介质。`,
  'missing-volume': (d: Details) =>
    `缺第 ${text(d, 'volumes')} 卷。请找到缺的卷再试；找不到的，请送出单位把同一包重写介质。`,
  'volume-of-another-package': (d: Details) => `“${text(d, 'name')}”不属于这个包。请按交接单核对介质编号。`,
  'payload-damaged': (d: Details) =>
    `“${text(d, 'name')}”的内容有损坏（${text(d, 'where')}）。请从原介质重新拷贝，或请送出单位重发。`,
  'not-for-this-station': () => '这个包不是发给本站的，本站没有打开它的密钥。请核对收件单位。',
  'unknown-sender': (d: Details) => `不认识发件站 ${text(d, 'sender')}。请先办理单位接入，再收它的包。`,
  'sender-revoked': (d: Details) => `“${text(d, 'name')}”的密钥已撤销，包被拒收。请联系该单位重新办理接入。`,
  'fingerprint-mismatch': (d: Details) =>
    `指纹不一致：文件为 ${text(d, 'found')}，纸面为 ${text(d, 'expected')}。文件可能被调换，请勿使用，与对方当面核对。`,
  'signature-invalid': (d: Details) => `“${text(d, 'name')}”的签名无效，内容可能被改动。请勿使用，请送出单位重发。`,
  'out-of-sequence': (d: Details) =>
    `第 ${text(d, 'sequence')} 号包与已收到的记录冲突：${text(d, 'reason')}。请与送出单位核对是否用了旧备份。`,
  'contents-rejected': (d: Details) => `包的内容不合规定：${text(d, 'reason')}。请送出单位更正后重发。`,
  'limit-exceeded': (d: Details) =>
    `超过上限：${text(d, 'what')}。请减少或拆分后再试；若是收到的文件，请送出单位更正后重发。`,
  'approval-missing': (d: Details) => `还缺${text(d, 'missing')}。请先办理审批与保密审查，或登记已签字的纸质审批单。`,
  'nothing-to-send': (d: Details) =>
    d.urgent
      ? '没有可送出的证照状态变更。请先在“证照”里记事项并送签批；其他内容请装普通包。'
      : '没有可送出的内容。请先把填好的记录送签批。',
  'nothing-unsigned': (d: Details) =>
    `第 ${text(d, 'sequence')} 号包里没有还在等签收的记录：或已签收，或已改动、将以新版送出。不必另装新包。`,
  'partner-missing': () => '还没有接入数据主管部门，不知道该加密给谁。请先办理单位接入。',
  'receipt-mismatch': (d: Details) =>
    `这份文件回的是第 ${text(d, 'packageId')} 号包，本站没有送出过。请核对是不是发给别的单位的。`,
  'answer-too-long': (d: Details) =>
    `这份文件有 ${text(d, 'kb')} KB，打印成二维码要 ${text(d, 'pages')} 页，超过 ${text(d, 'limit')} 页。请写成文件，随介质带回。`,
  'decisions-missing': (d: Details) =>
    `“${text(d, 'name')}”没有未签发的审核结论。可能已由他人签发，请刷新，在已签发的里面找。`,
  'answer-incomplete': (d: Details) =>
    `编号 ${text(d, 'answer')} 的二维码页没有收齐：${text(d, 'missing')}。请把缺的页再扫一次，和其余各页一起收。`,
  'answer-codes-missing': (d: Details) =>
    `“${text(d, 'name')}”里没有读到签收回执或审核结果的二维码${text(d, 'found')}。请对准整页重新扫描（黑白、灰度均可，200 dpi 以上）。`,
  'answer-codes-mixed': (d: Details) =>
    `编号 ${text(d, 'answer')} 的二维码都读到了，拼起来却与编号不符，没有收。请重新扫描全部页；仍不符，请向主管部门要文件。`,
  'already-received': (d: Details) => `第 ${text(d, 'sequence')} 号包以前收过，给出的是当时的签收回执。不必再处理。`,
  repaired: (d: Details) =>
    `第 ${text(d, 'volumes')} 卷到时有损坏，已逐块复原，与签名的摘要一致，全部收下。建议来文单位更换介质。`,
  salvaged: (d: Details) =>
    `第 ${text(d, 'sequence')} 号包损坏无法复原，按“抢救”收下 ${text(d, 'received')} 条。其余请来文单位把同一包重写介质再送。`,
  'salvaged-there': (d: Details) =>
    `第 ${text(d, 'sequence')} 号包在途中损坏，主管部门只读出并签收 ${text(d, 'received')} 项，其余 ${text(d, 'open')} 项仍是“已送出”。请在“上报”里把同一包重写介质再送。`,
  'not-held': (d: Details) => `本站没有留存包 ${text(d, 'packageId')} 的卷。请插好原来的介质再收一次，然后再抢救。`,
  'volume-too-small': (d: Details) =>
    `每卷 ${text(d, 'bytes')} 字节太小，放不下第 ${text(d, 'number')} 卷的包头和摘要表。请选大一些的分卷，或不分卷。`,
  'repair-on-medium': (d: Details) =>
    `“${text(d, 'path')}”在来源文件所在的文件夹或介质上，修复从不写到那里。请用 --out 指定本机的另一个文件夹。`,
  'package-missing': (d: Details) => `账上没有包 ${text(d, 'packageId')}。请核对包号。`,
  'sealed-file-missing': (d: Details) =>
    `第 ${text(d, 'sequence')} 号包的封装文件已不在发件箱或已损坏，不能再写。请修改其中的记录后重新送签批，另封一包。`,
  'disc-program-missing': () =>
    '本机没有刻录程序 xorriso。请安装 xorriso（sudo apt-get install xorriso）；或写到文件夹，用系统自带的刻录功能刻成光盘。',
  'disc-failed': (d: Details) =>
    `光盘没有写成：${text(d, 'reason')}。请换一张空白光盘，核对容量（CD 650 MB、单层 DVD 4.3 GB）后再刻。`,
  'medium-missing': (d: Details) => `介质登记簿里没有 ${text(d, 'number')}。请核对编号，或先登记这个介质。`,
  'medium-known': (d: Details) => `介质 ${text(d, 'number')} 已在登记簿里。请用这个编号，或换一个编号登记。`,
  'medium-state': (d: Details) =>
    `介质 ${text(d, 'number')} 现为“${text(d, 'state')}”，不能办理“${text(d, 'what')}”。请核对编号；换介质的，请用另一个。`,
  'read-back-mismatch': (d: Details) => `“${text(d, 'name')}”写入后回读不一致，介质不可靠，已删去。请换一个介质再写。`,
  'remark-missing': () => '退回须写明意见。请在不合要求的字段下写出意见，再退回。',
  'wrong-station': (d: Details) => `这件事在${text(d, 'wanted')}的工作站上办理。请核对打开的是哪个工作站。`,
  'folder-not-empty': (d: Details) => `“${text(d, 'path')}”里已有文件。请换一个空文件夹。`,
  'wrong-kind': (d: Details) =>
    `这是${text(d, 'found')}，这里要的是${text(d, 'wanted')}。请选对文件，或到对应的页面办理。`,
  'partner-unknown': (d: Details) =>
    `没有接入“${text(d, 'station')}”这个填报单位。请核对工作站编号、单位名称或统一社会信用代码，或先办理单位接入。`,
  'list-line-missing': () => '清单里没有这一行，可能已被删去。请刷新后再办。',
  'not-published': (d: Details) =>
    `“${text(d, 'name')}”还没有发布（主管部门没有审核通过），或有没送出的改动，现在不能停用。没有送出过的可以删除；有改动的先送出或撤回。`,
  'catalog-retired': (d: Details) =>
    `“${text(d, 'name')}”已于 ${text(d, 'date')} 停用，代码不再使用。请另建一条目录，或说明不编制的理由。`,
  'list-line-twice': (d: Details) => `清单里已有“${text(d, 'name')}”，代码也相同。请改已有的那一行。`,
  'nothing-to-dispatch': () => '没有改动过的内容可下发。请先编好清单或收进文件；要重发以前的，请在“已下发”里再写一份。',
  'dispatch-file': (d: Details) =>
    `“${text(d, 'name')}”不能下发：${text(d, 'reason')}。可用目录清单、应交材料的表（xlsx、csv），或工作日历、资源分类表的 json。`,
  'dispatch-outdated': (d: Details) =>
    `这份下发包里的${text(d, 'part')}（${text(d, 'version')}）比现行的（${text(d, 'current')}）旧，没有采用，现行的不变。请向主管部门要最新的一份。`,
  'enrolment-invalid': (d: Details) => `“${text(d, 'name')}”不是有效的接入文件：${text(d, 'reason')}。请对方重新导出。`,
  'account-undecided': () => '同意的须填账号，不同意的须写理由。请补上再登记。',
  'account-taken': (d: Details) => `账号“${text(d, 'account')}”已给${text(d, 'person')}。账号只给一人使用，请换一个。`,
  'returns-missing': (d: Details) =>
    `给“${text(d, 'name')}”的这份审核结果里没有退回的，不用整改通知单。请选有退回的一份。`,
  'spare-key-invalid': (d: Details) => `“${text(d, 'name')}”不是备用密钥文件，或已损坏。请取另一份备用密钥介质。`,
  'wrong-spare-code': (d: Details) => `启封码打不开“${text(d, 'name')}”。请核对是不是这把备用密钥的启封码。`,
  'central-not-set': () => '还没有设中心库，不知道装到哪里。请先在“数据”页设好地址、库名和用户。',
  'central-password': () => '换了中心库的地址或用户，须重新填写密码。请填写后再保存。',
  'central-certificate': (d: Details) =>
    d.server
      ? `中心库 ${text(d, 'server')} 出示的证书与所设的不符，没有连接。请向数据库管理员核对证书。`
      : '贴上的不是完整的证书。请把 BEGIN CERTIFICATE 到 END CERTIFICATE 的全文贴上。',
  'central-unreachable': (d: Details) =>
    `连不上中心库 ${text(d, 'server')}：没有开机、没有启动，或网络不通。请检查地址、端口和网线，再试一次。`,
  'central-login': (d: Details) =>
    `中心库 ${text(d, 'server')} 不让用户“${text(d, 'login')}”登录：用户名或密码不对，或没有许可本机。请与数据库管理员核对。`,
  'central-lost': (d: Details) =>
    `装载途中与中心库 ${text(d, 'server')} 失去联系。已装载的都在，没有重复；请等它恢复后再装载一次，从断处接着装。`,
  'central-schema': (d: Details) =>
    `中心库里的表与本程序不合：表结构版本 ${text(d, 'found')}，本程序用 ${text(d, 'known')}。请请数据库管理员核对 yidi 模式下的表，没有改动。`,
  'central-failed': (d: Details) =>
    `中心库 ${text(d, 'server')} 报错：${text(d, 'reason')}。已装载的都在；请数据库管理员处理后再装载一次。`,
  'sheet-missing': (d: Details) => `没有第 ${text(d, 'sheet')} 份成绩单。请刷新后从“历次成绩单”里选。`,
  'score-early': (d: Details) => `${text(d, 'start')} 还没有到，这一期的成绩单不能定稿。请选已经开始的一期。`,
  'central-busy': () => '正在装载。请等它结束，或先取消。',
  'backup-invalid': (d: Details) => `备份文件不能用：${text(d, 'reason')}。请换一份备份。`,
  'audit-broken': (d: Details) =>
    `审计链在第 ${text(d, 'seq')} 行断开：${text(d, 'reason')}。请保留现场，报安全审计员。`,
  'host-refused': (d: Details) => `请求被拒绝：${text(d, 'reason')}。请从终端里打印的新地址重新打开。`,
} as const satisfies Record<string, (details: Details) => string>;

export type FailureCode = keyof typeof failureMessages;

/** Makes the failure value for a code, with its sentence from the table. */
export function failure(code: FailureCode, details: Details = {}): Failure {
  return { code, message: failureMessages[code](details), details };
}

/** A failure on its way up to the dispatcher, the command line or a row of a report. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly failure: Failure;
  constructor(code: FailureCode, details: Details = {}) {
    const value = failure(code, details);
    super(`${code}: ${value.message}`);
    this.name = 'Refusal';
    this.failure = value;
  }
}

/** Refuses what the user asked for: throws a `Refusal`. */
export function refuse(code: FailureCode, details: Details = {}): never {
  throw new Refusal(code, details);
}
