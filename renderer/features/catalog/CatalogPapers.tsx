import type { ReactNode } from 'react';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { dataTypes, nameIn, openChoices, shareTypes } from '../../../shared/catalog/code-tables.ts';
import { catalogLines } from '../../../shared/catalog/lines.ts';
import type { CatalogRecord, CatalogRow } from '../../../shared/catalog/methods.ts';
import { localDay } from '../../../shared/china/dates.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { useSession } from '../../client/session.tsx';
import '../desk/desk.css';
import '../station/station.css';
import './papers.css';

/** One catalog on A4: its metadata, then its items. */
export function CatalogPaper({ record: { row, body } }: { readonly record: CatalogRecord }): ReactNode {
  const { station } = useSession();
  const lines = catalogLines(body).filter(({ field, text }) => text !== '' && !field.startsWith('items.'));
  return (
    <section className="paper catalog-paper">
      <h1>信息资源目录</h1>
      <p className="paper-line">
        <span>单位：{station.name}</span>
        <span>
          第 {row.revision} 版 · {recordStateNames[row.state]}
        </span>
      </p>
      <table>
        <tbody>
          {lines.map(({ field, label, text }) => (
            <tr key={field}>
              <th>{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {body.items.length > 0 ? <ItemsTable items={body.items} /> : null}
      <Sign left="编制人" right="责任处室" />
    </section>
  );
}

function ItemsTable({ items }: { readonly items: Catalog['items'] }): ReactNode {
  return (
    <table className="catalog-paper-items">
      <thead>
        <tr>
          <td>序号</td>
          <td>信息项名称</td>
          <td>字段名</td>
          <td>数据类型</td>
          <td>长度</td>
          <td>字符集</td>
          <td>说明</td>
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place of an item is what it is
          <tr key={index}>
            <td className="right">{index + 1}</td>
            <td>{item.name}</td>
            <td className="mono">{item.column}</td>
            <td>{item.type && `${item.type} ${nameIn(dataTypes, item.type)}`}</td>
            <td className="mono">{item.length}</td>
            <td>{item.charset}</td>
            <td>
              {[
                item.share && nameIn(shareTypes, item.share),
                item.open && (item.open === '1' ? '开放' : '不开放'),
                item.note,
              ]
                .filter(Boolean)
                .join('；')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ListPaperProps {
  readonly title: string;
  readonly rows: readonly CatalogRow[];
}

/** The catalogs of a list on A4 across. */
export function ListPaper({ title, rows }: ListPaperProps): ReactNode {
  const { station, user } = useSession();
  return (
    <section className="paper catalog-list-paper">
      <h1>信息资源目录清单</h1>
      <p className="paper-line">
        <span>
          单位：{station.name}
          {title === '' ? '' : `　范围：${title}`}
        </span>
        <span>
          共 {rows.length} 条　{localDay()}
        </span>
      </p>
      <table>
        <thead>
          <tr>
            <td>序号</td>
            <td>信息资源代码</td>
            <td>信息资源名称</td>
            <td>提供方</td>
            <td>信息项</td>
            <td>共享类型</td>
            <td>开放</td>
            <td>更新周期</td>
            <td>状态</td>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <td className="right">{index + 1}</td>
              <td className="mono">{row.code}</td>
              <td>{row.name}</td>
              <td>{row.provider}</td>
              <td className="right">{row.items || ''}</td>
              <td>{row.share && nameIn(shareTypes, row.share)}</td>
              <td>{row.open && nameIn(openChoices, row.open)}</td>
              <td>{row.cycle}</td>
              <td>{recordStateNames[row.state]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sign left={`打印：${user.name}`} right="责任处室" />
    </section>
  );
}

function Sign({ left, right }: { readonly left: string; readonly right: string }): ReactNode {
  return (
    <div className="paper-sign">
      <span>{left.includes('：') ? left : `${left}：＿＿＿＿＿＿`}</span>
      <span>{right}：＿＿＿＿＿＿</span>
      <span>日期：＿＿＿＿＿＿</span>
    </div>
  );
}
