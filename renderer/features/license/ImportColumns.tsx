import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import { checkField, valueAt } from '../../../shared/license/check.ts';
import { columnChoices, matchByWords } from '../../../shared/license/columns.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import type { ImportPreview } from '../../../shared/license/methods.ts';
import { licenseFromRow, type RowProblem } from '../../../shared/license/row.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import './import.css';

interface ImportColumnsProps {
  readonly file: string;
  readonly preview: ImportPreview;
  readonly type: LicenseType;
  readonly columns: readonly string[];
  readonly onColumns: (columns: readonly string[]) => void;
  readonly disabled: boolean;
}

/** Problems of the first rows that are told in words. */
const shownProblems = 3;

/** Each column of the file on a line: its title, the field that it goes to, and the first rows as they will be taken. Tab walks the fields. */
export function ImportColumns({ file, preview, type, columns, onColumns, disabled }: ImportColumnsProps): ReactNode {
  const choices = useMemo(() => {
    const fields = columnChoices(type).map(({ word, label }) => ({ value: word, label }));
    return [{ value: '', label: '不导入' }, ...fields];
  }, [type]);
  const taken = useMemo(() => {
    const today = localDay();
    const { targets } = matchByWords(type, columns);
    return preview.rows.map(({ row, cells }) => ({
      row,
      cells,
      today,
      ...licenseFromRow(type, targets, cells, today),
    }));
  }, [type, columns, preview]);
  const wrong = taken.flatMap(({ row, license, problems, today }) =>
    columns.flatMap((word, at) => {
      const reason = word === '' ? '' : problemOf(type, word, license, problems, today);
      return reason === '' ? [] : [`第 ${row} 行 ${preview.titles[at]}：${reason}`];
    }),
  );
  return (
    <div className="import-columns">
      <p>
        {file}，工作表“{preview.sheet}”，标题在第 {preview.titleRow} 行{preview.kept ? '；各列照上次选的导入' : ''}
      </p>
      {preview.notes.map((note) => (
        <p key={note} className="warn">
          {note}
        </p>
      ))}
      <div className="import-table">
        <table>
          <thead>
            <tr>
              <th>文件的列</th>
              <th>导入到</th>
              {taken.map(({ row }) => (
                <th key={row}>第 {row} 行将导入为</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.titles.map((title, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <tr key={at} className={columns[at] ? '' : 'out'}>
                <th>{title || `第 ${at + 1} 列`}</th>
                <td>
                  <Select
                    size="small"
                    aria-label={`“${title || `第 ${at + 1} 列`}”导入到`}
                    value={columns[at] ?? ''}
                    disabled={disabled}
                    showSearch
                    optionFilterProp="label"
                    options={choices}
                    onChange={(word) =>
                      onColumns(preview.titles.map((_, index) => (index === at ? word : (columns[index] ?? ''))))
                    }
                  />
                </td>
                {taken.map(({ row, cells, license, problems, today }) => {
                  const word = columns[at] ?? '';
                  const shown = word === '' ? (cells[at] ?? '') : shownAt(word, license);
                  const wrong = word === '' ? '' : problemOf(type, word, license, problems, today);
                  return (
                    <td key={row} className={wrong ? 'bad' : ''} title={wrong ? `${shown}（${wrong}）` : shown}>
                      {shown || (wrong ? '缺' : '')}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong.length > 0 ? (
        <p className="bad small">
          {wrong.slice(0, shownProblems).join('；')}
          {wrong.length > shownProblems ? `；等 ${wrong.length} 处` : ''}
        </p>
      ) : null}
    </div>
  );
}

/** What stands in a license where a column went to. */
function shownAt(word: string, license: License): string {
  if (word === 'archive') return archiveText(license.stock.archive);
  return word
    .split('~')
    .map((path) => valueAt(license, path))
    .filter(Boolean)
    .join(' 至 ');
}

function problemOf(
  type: LicenseType,
  word: string,
  license: License,
  problems: readonly RowProblem[],
  today: string,
): string {
  for (const path of word.split('~')) {
    const problem = problems.find(({ field }) => field === path);
    if (problem) return problem.message;
    const field = type.fields.find(({ key }) => path === `face.${key}`);
    const verdict = field ? checkField(field, license.face[field.key] ?? '', { today }) : null;
    if (verdict?.level === 'error') return verdict.message;
  }
  return '';
}
