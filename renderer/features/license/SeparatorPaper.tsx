import type { ReactNode } from 'react';
import { separatorModuleMm, separatorModules, separatorPath } from '../../../shared/license/separator.ts';
import { useSession } from '../../client/session.tsx';
import '../station/station.css';
import './arrange.css';

const sizeMm = separatorModules * separatorModuleMm;

/** 分隔页 on A4: laid before each paper, it is known again on the scan by its mark. */
export function SeparatorPaper(): ReactNode {
  const { station } = useSession();
  return (
    <section className="paper">
      <h1>分隔页</h1>
      <svg
        className="separator-mark"
        viewBox={`0 0 ${separatorModules} ${separatorModules}`}
        style={{ width: `${sizeMm}mm`, height: `${sizeMm}mm` }}
        role="img"
        aria-label="分隔页标记"
      >
        <path d={separatorPath()} fill="#000" />
      </svg>
      <div className="separator-words">
        <p>夹在两件证照之间，与证照一起扫描：其后为另一件。</p>
        <p>方向不限，可复印、反复使用；标记缺损、涂写的请换新页。</p>
        <p>本页不录入，也不随证照送出。</p>
        <p>{station.name}</p>
      </div>
    </section>
  );
}
