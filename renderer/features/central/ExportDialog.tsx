import type { ReactNode } from 'react';
import { useJob } from '../../client/act.ts';
import { PurposeExport } from '../../components/PurposeExport.tsx';

const formats = [
  { value: 'csv', label: '文本表格 csv' },
  { value: 'parquet', label: '数据文件 Parquet' },
] as const;

/** Export of everything that stands accepted, with the columns of the central database. */
export function ExportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const job = useJob('central.export', { failures: 'page' });
  return (
    <PurposeExport
      title="导出审核通过的记录"
      scope="全部审核通过和已入库的记录，各取通过的最新一版；各列与中心库的表相同"
      formats={formats}
      example="移交市基础共享库"
      job={job}
      onWrite={async (wish) => {
        const reply = await job.run(wish);
        return reply.ok ? reply.value : null;
      }}
      onClose={onClose}
    />
  );
}
