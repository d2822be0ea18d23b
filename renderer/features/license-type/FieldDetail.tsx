import { Checkbox, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { FaceField, LicenseType, Zone } from '../../../shared/license/type.ts';
import { rolesOf, rolesOfField } from './roles.ts';
import { fitZone } from './zone-moves.ts';

interface FieldDetailProps {
  readonly type: LicenseType;
  readonly at: number;
  readonly locked: boolean;
  readonly onField: (at: number, field: FaceField) => void;
  readonly onRoles: (at: number, roles: readonly string[]) => void;
}

const sides = [
  ['x', '左'],
  ['y', '上'],
  ['width', '宽'],
  ['height', '高'],
] as const;

/** What of one face field does not fit into the grid: what it stands for, options, format, print, and its zone in figures. */
export function FieldDetail({ type, at, locked, onField, onRoles }: FieldDetailProps): ReactNode {
  const field = type.fields[at];
  if (!field) return null;
  const put = (change: Partial<FaceField>): void => onField(at, { ...field, ...change });
  const side = (name: keyof Zone, value: number | null): void => {
    const zone = field.zone ?? { x: 0, y: 0, width: 40, height: 8 };
    if (value !== null) put({ zone: fitZone({ ...zone, [name]: value }, type.face) });
  };
  return (
    <div className="field-detail" data-panel tabIndex={-1}>
      <h3 className="cut">{field.label || `第 ${at + 1} 项`}</h3>
      <div className="detail-line">
        <span>这一项是</span>
        <Select
          mode="multiple"
          className="grow"
          aria-label="这一项是"
          placeholder="不是元数据"
          value={rolesOfField(type, field.key)}
          disabled={locked}
          options={rolesOf(type).map(({ role, label }) => ({ value: role, label }))}
          onChange={(roles) => onRoles(at, roles)}
        />
      </div>
      {field.kind === 'enum' ? (
        <div className="detail-line">
          <span>选项</span>
          <Listed label="选项" values={field.options} locked={locked} onValues={(options) => put({ options })} />
        </div>
      ) : null}
      {field.validator?.rule === 'pattern' ? (
        <>
          <div className="detail-line">
            <span>格式</span>
            <Input
              className="mono"
              aria-label="格式"
              value={field.validator.pattern}
              maxLength={120}
              disabled={locked}
              placeholder="正则式，如 ^J[0-9]{6}-[0-9]{4}-[0-9]{6}$"
              onChange={({ target }) =>
                put({ validator: { rule: 'pattern', pattern: target.value, example: exampleOf(field) } })
              }
            />
          </div>
          <div className="detail-line">
            <span>样例</span>
            <Input
              className="mono"
              aria-label="样例"
              value={field.validator.example}
              maxLength={200}
              disabled={locked}
              onChange={({ target }) =>
                put({ validator: { rule: 'pattern', pattern: patternOf(field), example: target.value } })
              }
            />
          </div>
        </>
      ) : null}
      <div className="detail-line">
        <span>别名</span>
        <Listed label="别名" values={field.synonyms} locked={locked} onValues={(synonyms) => put({ synonyms })} />
      </div>
      <div className="detail-line">
        <span>区域</span>
        {sides.map(([name, word]) => (
          <InputNumber
            key={name}
            size="small"
            className="mono zone-number"
            prefix={word}
            aria-label={`区域${word}`}
            value={field.zone?.[name] ?? null}
            step={0.5}
            precision={1}
            min={0}
            controls={false}
            disabled={locked}
            onChange={(value) => side(name, value)}
          />
        ))}
        <span className="unit">毫米</span>
      </div>
      <div className="detail-line">
        <span>字体</span>
        <Input
          size="small"
          className="font-name"
          aria-label="字体"
          placeholder="如 仿宋"
          value={field.font?.name ?? ''}
          maxLength={60}
          disabled={locked}
          onChange={({ target }) =>
            put({ font: target.value === '' ? null : { name: target.value, pt: field.font?.pt ?? 12 } })
          }
        />
        <InputNumber
          size="small"
          className="mono zone-number"
          aria-label="字号"
          value={field.font?.pt ?? null}
          min={1}
          max={200}
          controls={false}
          disabled={locked || field.font === null}
          onChange={(pt) => put({ font: field.font && pt ? { ...field.font, pt } : field.font })}
        />
        <span className="unit">磅</span>
        {field.kind === 'date' ? (
          <Checkbox
            checked={field.longTerm}
            disabled={locked}
            onChange={(event) => put({ longTerm: event.target.checked })}
          >
            可填“长期”
          </Checkbox>
        ) : (
          <Checkbox checked={field.wide} disabled={locked} onChange={(event) => put({ wide: event.target.checked })}>
            录入时占整行
          </Checkbox>
        )}
      </div>
    </div>
  );
}

const patternOf = ({ validator }: FaceField): string => (validator?.rule === 'pattern' ? validator.pattern : '');
const exampleOf = ({ validator }: FaceField): string => (validator?.rule === 'pattern' ? validator.example : '');

interface ListedProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly locked: boolean;
  readonly onValues: (values: string[]) => void;
}

/** Several words, each taken with Enter or 、. */
function Listed({ label, values, locked, onValues }: ListedProps): ReactNode {
  return (
    <Select
      mode="tags"
      className="grow"
      aria-label={label}
      open={false}
      suffixIcon={null}
      value={[...values]}
      disabled={locked}
      tokenSeparators={['、', ',', '，']}
      placeholder="逐个写，Enter 或顿号隔开"
      onChange={(next) => onValues(next.map((one) => one.trim().slice(0, 100)).filter(Boolean))}
    />
  );
}
