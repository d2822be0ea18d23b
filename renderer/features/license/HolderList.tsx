import { Button, Input, type InputRef, Select } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { idKinds, kindOfNumber } from '../../../shared/license/holder.ts';
import type { Holder } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';

interface HolderListProps {
  readonly type: LicenseType;
  readonly holders: readonly Holder[];
  readonly findings: readonly Finding[];
  readonly onChange: (holders: Holder[]) => void;
}

const kindOptions = Object.entries(idKinds).map(([value, label]) => ({ value, label: `${value} ${label}` }));

/**
 * Holders beyond those of the face: one line to type them in, name and number; several lines pasted at once (name, blank or tab, number) become as many
 * holders. The list is plain text: a license may have thousands.
 */
export function HolderList({ type, holders, findings, onChange }: HolderListProps): ReactNode {
  const onFace = type.holders.length;
  const beyond = holders.slice(onFace);
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [kind, setKind] = useState('');
  const nameInput = useRef<InputRef>(null);
  const numberInput = useRef<InputRef>(null);
  const made = (holder: string, idNumber: string, idKind = ''): Holder => {
    const code = idNumber.normalize('NFKC').replace(/\s/g, '').toUpperCase();
    return { name: holder.trim(), idNumber: code, idKind: idKind || kindOfNumber(code, type.holderKind, localDay()) };
  };
  const add = (more: Holder[]): void => {
    // Those of the face stand first, also while the face is empty.
    const face = Array.from({ length: onFace }, (_, index) => holders[index] ?? made('', ''));
    onChange([...face, ...beyond, ...more]);
  };
  const addTyped = (): void => {
    if (name.trim() === '') return void nameInput.current?.focus();
    add([made(name, number, kind)]);
    setName('');
    setNumber('');
    setKind('');
    nameInput.current?.focus();
  };
  const onEnter = (event: KeyboardEvent, go: () => void): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return;
    // The form's own Enter goes on to the next field.
    event.preventDefault();
    event.stopPropagation();
    go();
  };
  return (
    <div className="holders" data-field="holders">
      <div className="holders-new">
        <label htmlFor="holders-name">其他持证主体</label>
        <Input
          id="holders-name"
          ref={nameInput}
          value={name}
          placeholder="姓名或名称，可粘贴多行"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => onEnter(event, () => (name === '' ? undefined : numberInput.current?.focus()))}
          onPaste={(event) => {
            const lines = event.clipboardData
              .getData('text')
              .split(/\r?\n/)
              .filter((line) => line.trim() !== '');
            if (lines.length < 2) return;
            event.preventDefault();
            add(
              lines.map((line) => {
                const [, holder = '', idNumber = ''] =
                  /^(.*?)(?:[\t,，\s]+([\dA-Za-z-]{5,}))?\s*$/.exec(line.trim()) ?? [];
                return made(holder, idNumber);
              }),
            );
          }}
        />
        <Input
          ref={numberInput}
          className="mono"
          value={number}
          placeholder="证件号码"
          maxLength={60}
          onChange={(event) => setNumber(event.target.value)}
          onKeyDown={(event) => onEnter(event, addTyped)}
        />
        <Select
          value={kind === '' ? null : kind}
          placeholder="按号码判断"
          allowClear
          options={kindOptions}
          onChange={(value?: string) => setKind(value ?? '')}
        />
        <Button onClick={addTyped}>添加</Button>
      </div>
      {beyond.length > 0 ? (
        <div className="holders-list">
          {beyond.map((holder, at) => {
            const index = onFace + at;
            const wrong = findings.filter(({ field }) => field.startsWith(`holders.${index}.`));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two holders may be the same in every part
              <div
                key={index}
                data-field={`holders.${index}`}
                {...(wrong.length > 0 ? { 'data-level': wrong[0]!.level } : {})}
              >
                <span className="faint num">{index + 1}</span>
                <span className="cut">{holder.name}</span>
                <span className="mono">{holder.idNumber}</span>
                <span className="secondary small cut">{idKinds[holder.idKind as keyof typeof idKinds] ?? ''}</span>
                <Button
                  size="small"
                  type="text"
                  aria-label={`移去${holder.name}`}
                  onClick={() => onChange(holders.filter((_, other) => other !== index))}
                >
                  移去
                </Button>
                {wrong.map((finding) => (
                  <p key={finding.code} className={finding.level === 'error' ? 'entry-error' : 'entry-warning'}>
                    {finding.message}
                  </p>
                ))}
              </div>
            );
          })}
        </div>
      ) : null}
    </div>
  );
}
