import { checkImprint, Imprint, Sheet } from '../../../shared/seal/imprint.ts';
import { verdictNames } from '../../../shared/seal/reasons.ts';
import { shapeNames } from '../../../shared/seal/scan.ts';
import { imprintSearch } from '../seal/seal.ts';
import type { RecordRules } from './record-rules.ts';

const imprintLabels: Readonly<Record<string, string>> = {
  '': '整条',
  name: '印章名称',
  licenseTypes: '用于证照',
  verdict: '采集质量',
  acceptedBecause: '可用说明',
};

const typeSources: Readonly<Record<Imprint['typesFrom'], string>> = {
  '': '',
  note: '识读注记，经办人确认',
  person: '经办人选定',
};

/** 印模: one seal from a sheet. */
export function imprintRules(): RecordRules<Imprint> {
  return {
    schema: Imprint,
    check: checkImprint,
    label: (field) => imprintLabels[field] ?? '印模',
    search: imprintSearch,
    guarded: ({ clean }) => [clean],
    lines: ({ name, licenseTypes, typesFrom, acceptedBecause, finding, dpi, entry }) => [
      { field: 'name', label: '印章名称', text: name },
      { field: 'licenseTypes', label: '用于证照', text: licenseTypes.join('、') },
      { field: 'typesFrom', label: '证照来源', text: typeSources[typesFrom] },
      {
        field: 'verdict',
        label: '采集质量',
        text: [verdictNames[finding.verdict], ...finding.reasons.map((one) => one.message)].join('；'),
      },
      { field: 'acceptedBecause', label: '可用说明', text: acceptedBecause },
      {
        field: 'finding.shape',
        label: '形状',
        text: `${shapeNames[finding.shape]}${finding.by === 'person' ? '（手工定界）' : ''}`,
      },
      {
        field: 'finding.widthMm',
        label: '尺寸 mm',
        text: `${finding.widthMm.toFixed(1)} × ${finding.heightMm.toFixed(1)}`,
      },
      { field: 'dpi', label: '扫描分辨率 dpi', text: String(Math.round(dpi)) },
      { field: 'entry.kind', label: '印章类型', text: entry.kind },
      { field: 'entry.code', label: '印章编码', text: entry.code },
      { field: 'entry.since', label: '启用日期', text: entry.since },
      { field: 'entry.keeper', label: '保管人', text: entry.keeper },
      { field: 'entry.approval', label: '用印审批号', text: entry.approval },
    ],
  };
}

/** 印章采集表: the scanned page as it came in. */
export function sheetRules(): RecordRules<Sheet> {
  return {
    schema: Sheet,
    check: () => [],
    label: (field) => (field === '' ? '整条' : '采集表'),
    search: () => [],
    guarded: ({ scan }) => [scan],
    lines: ({ source, found, dropped, page, scanSm3, paperKept, again }) => [
      { field: 'source', label: '扫描文件', text: source },
      {
        field: 'page.form',
        label: '采集表编号',
        text: [page.form?.id ?? '', again === '' ? '' : '此前采集过，经办人决定两次都送'].filter(Boolean).join('；'),
      },
      { field: 'found', label: '印章', text: `${found - dropped.length} 枚` },
      { field: 'page.dpi', label: '分辨率 dpi', text: String(Math.round(page.dpi)) },
      { field: 'page.widthMm', label: '幅面 mm', text: `${page.widthMm.toFixed(0)} × ${page.heightMm.toFixed(0)}` },
      { field: 'scanSm3', label: '扫描件 SM3', text: scanSm3 },
      { field: 'paperKept', label: '纸质原件', text: paperKept === '' ? '未收存' : `${paperKept} 收存` },
    ],
  };
}
