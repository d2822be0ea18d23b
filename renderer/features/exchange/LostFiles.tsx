import type { ReactNode } from 'react';
import { Mono } from '../../components/text.tsx';
import './intake.css';

/** Files of a package that could not be read, by their paths; null where the list of files was lost as well. */
export function LostFiles({ files }: { files: readonly string[] | null }): ReactNode {
  if (files === null) return <p className="warn small">文件清单也没有读出，缺哪些文件无从得知。</p>;
  if (files.length === 0) return null;
  return (
    <details className="lost-files small">
      <summary>没有读出的文件 {files.length} 个</summary>
      <ul className="scroll">
        {files.map((path) => (
          <li key={path}>
            <Mono>{path}</Mono>
          </li>
        ))}
      </ul>
    </details>
  );
}
