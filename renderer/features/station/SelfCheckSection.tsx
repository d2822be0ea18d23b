import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useAct } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { DateText, DotWord } from '../../components/text.tsx';

type Report = Output<'selfcheck.run'>;

const words = { good: ['good', '正常'], warning: ['warn', '留意'], bad: ['bad', '有问题'] } as const;

/** 自检: algorithms, database, audit chain, disk, backup, calendar. */
export function SelfCheckSection(): ReactNode {
  const check = useAct('selfcheck.run', { failures: 'page' });
  const notify = useNotify();
  const [report, setReport] = useState<Report | null>(null);
  const { run } = check;
  const again = async (): Promise<void> => {
    const reply = await run({});
    if (reply.ok) setReport(reply.value);
  };
  useEffect(() => {
    void run({}).then((reply) => reply.ok && setReport(reply.value));
  }, [run]);
  const copy = async (): Promise<void> => {
    if (!report) return;
    await navigator.clipboard.writeText(
      report.checks.map((one) => `${one.name}\t${words[one.level][1]}\t${one.result}`).join('\n'),
    );
    notify.done('已复制');
  };
  useKeys({ F5: () => void again() });
  const bad = report?.checks.filter((one) => one.level !== 'good').length ?? 0;
  return (
    <Page
      keys={[['F5', '重新自检']]}
      actions={
        <>
          {report ? (
            <BarFact>
              {bad === 0 ? <span className="good">全部正常</span> : <span className="warn">{bad} 项要看一下</span>}
            </BarFact>
          ) : null}
          <Button disabled={!report} onClick={() => void copy()}>
            复制结果
          </Button>
          <Button type="primary" loading={check.busy} onClick={() => void again()}>
            重新自检 <Keycap name="F5" />
          </Button>
        </>
      }
    >
      <PageHead title="自检" sub={report ? <DateText value={report.at} time /> : '检查中'} />
      <FailureNote failure={check.failure} />
      <ul className="check-list scroll" data-panel tabIndex={-1}>
        {report?.checks.map((one) => (
          <li key={one.name}>
            <span>{one.name}</span>
            <DotWord tone={words[one.level][0]}>{words[one.level][1]}</DotWord>
            <span className="secondary">{one.result}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
