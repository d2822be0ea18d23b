import type { ReactNode } from 'react';
import { formatDate } from '../../components/text.tsx';

/** A code of eight groups, as it is read from paper. */
export function CodeGroups({ code }: { code: string }): ReactNode {
  return (
    <ol className="recovery-code" aria-label="八组字符">
      {code.split('-').map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
        <li key={index}>
          <small>{index + 1}</small>
          {group}
        </li>
      ))}
    </ol>
  );
}

interface CodePaperProps {
  readonly title: string;
  readonly code: string;
  readonly station: string;
  readonly user: string;
  /** What the code is for, and how it is kept. */
  readonly children: ReactNode;
}

/** The sheet on which a code goes into a sealed envelope. */
export function CodePaper({ title, code, station, user, children }: CodePaperProps): ReactNode {
  return (
    <section className="paper">
      <h1>{title}</h1>
      <table>
        <tbody>
          <tr>
            <th>单位</th>
            <td>{station}</td>
          </tr>
          <tr>
            <th>打印</th>
            <td>
              {user}　{formatDate(new Date().toISOString(), true)}
            </td>
          </tr>
        </tbody>
      </table>
      <CodeGroups code={code} />
      {children}
      <div className="paper-sign">
        <span>封存人：＿＿＿＿＿＿＿＿</span>
        <span>监督人：＿＿＿＿＿＿＿＿</span>
        <span>日期：＿＿＿＿＿＿</span>
      </div>
    </section>
  );
}
