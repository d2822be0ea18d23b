import type { ReactNode } from 'react';
import type { LicenseFilter } from '../../../shared/license/methods.ts';
import { useJob } from '../../client/act.ts';
import { PurposeExport } from '../../components/PurposeExport.tsx';
import { Num } from '../../components/text.tsx';

interface ExportDialogProps {
  readonly filter: LicenseFilter;
  /** Filters besides type, search and state are set. */
  readonly narrowed: boolean;
  readonly total: number;
  readonly atLeast: boolean;
  readonly onClose: () => void;
}

const formats = [
  { value: 'xlsx', label: 'Excel 表格 xlsx' },
  { value: 'csv', label: '文本表格 csv' },
  { value: 'json', label: '数据交换 json' },
] as const;

/** Export of the licenses that the register lists. */
export function ExportDialog({ filter, narrowed, total, atLeast, onClose }: ExportDialogProps): ReactNode {
  const job = useJob('license.export', { failures: 'page' });
  return (
    <PurposeExport
      title="导出证照"
      scope={
        <>
          {filter.type ?? '全部类型'}
          {filter.query ? `，查找“${filter.query}”` : ''}
          {filter.states ? '，所选状态' : ''}
          {narrowed ? '，照筛选条件' : ''}：共 <Num value={total} /> 条{atLeast ? '以上' : ''}
        </>
      }
      formats={formats}
      example="移交档案科核对存量"
      job={job}
      onWrite={async (wish) => {
        const reply = await job.run({ ...filter, ...wish });
        return reply.ok ? reply.value : null;
      }}
      onClose={onClose}
    />
  );
}
