import { AutoComplete, Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { SAME_PLACE } from '../../../shared/seal/limits.ts';
import type { ImprintView, NoteView } from '../../../shared/seal/methods.ts';
import { verdictNames } from '../../../shared/seal/reasons.ts';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import { useClient } from '../../client/client.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { StateTag } from '../../components/text.tsx';
import { Measures } from './Measures.tsx';
import { NoteLine, proposedTypes, ReadMark } from './NoteLine.tsx';
import { Reasons } from './Reasons.tsx';
import { RingLine } from './RingLine.tsx';
import { TrueSize } from './TrueSize.tsx';
import { shapeAndSize, VerdictIcon, verdictTone } from './verdict.tsx';

/** What a person says about an imprint. */
export interface ImprintFields {
  readonly name: string;
  readonly licenseTypes: readonly string[];
  readonly acceptedBecause: string;
}

/** Reasons that come up again and again; anything else can be typed. */
const usualReasons = ['已与原章核对，图文可辨', '仅有此一次用印，纸质原件随包送达', '原章磨损，各处用印均如此'];

/** What to do about a rejected imprint: stamp again, or only scan again where the scan is to blame. */
function adviceFor({ reasons }: SealFinding): string {
  const blame = reasons.filter(({ level }) => level === 'reject').map(({ code }) => code);
  const scan = blame.every((code) => code === 'grey-scan' || code === 'low-resolution');
  return scan ? '用彩色、300 dpi 重新扫描；本枚不送出' : '垫软垫重盖一枚，重新扫描；本枚不送出';
}

interface ImprintCardProps {
  readonly imprint: ImprintView;
  readonly fields: ImprintFields;
  /** What was read of its note; undefined while it is read. */
  readonly note: NoteView | undefined;
  readonly proposed: readonly string[];
  readonly known: readonly string[];
  readonly active: boolean;
  /** Type under the keyboard's mark, −1 for none. */
  readonly mark: number;
  readonly cleanUrl: string | undefined;
  readonly onSelect: () => void;
  /** The picture of both over each other is asked for. */
  readonly onCompare: () => void;
  /** A letter was typed: taken over, not yet written. */
  readonly onType: (patch: Partial<ImprintFields>) => void;
  /** A change is done and to be written. */
  readonly onChange: (patch: Partial<ImprintFields>) => void;
}

/** One seal: at true size, its verdict in words, its note, and what it is used for. */
export function ImprintCard(props: ImprintCardProps): ReactNode {
  const { imprint, note, active, cleanUrl, onSelect } = props;
  const client = useClient();
  const place = useRef<HTMLElement>(null);
  const { finding, number } = imprint;
  useEffect(() => {
    if (active) place.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same choice is on the keys 1 to 9
    <article
      ref={place}
      className={active ? 'imprint-card on' : 'imprint-card'}
      onClick={onSelect}
      aria-current={active}
    >
      <TrueSize finding={finding} src={cleanUrl ?? client.blobUrl(imprint.marked)} alt={`第 ${number} 枚印模`} />
      <figure className="imprint-crop">
        <img src={client.blobUrl(imprint.crop)} alt={`第 ${number} 枚扫描原图`} draggable={false} />
        <figcaption>扫描原图</figcaption>
      </figure>
      <div className="imprint-words">
        <header>
          <VerdictIcon verdict={finding.verdict} />
          <h3 className={verdictTone[finding.verdict]}>
            {number}　{verdictNames[finding.verdict]}
          </h3>
          <StateTag state={imprint.state} />
          {finding.by === 'person' ? <span className="secondary small">手工定界</span> : null}
          <span className="mono imprint-size">{shapeAndSize(finding)}</span>
        </header>
        <Reasons imprint={imprint} />
        {note && finding.verdict !== 'reject' ? <RingLine id={imprint.id} /> : null}
        {imprint.like ? (
          <div className="imprint-row">
            <span className="label">此前</span>
            <Like imprint={imprint} onCompare={props.onCompare} />
          </div>
        ) : null}
        <NoteLine imprint={imprint} note={note} />
        {finding.verdict === 'reject' ? (
          <div className="imprint-row">
            <span className="label">处理</span>
            <span>{adviceFor(finding)}</span>
          </div>
        ) : (
          <Fields {...props} />
        )}
      </div>
      <Measures finding={finding} dpi={imprint.dpi} />
    </article>
  );
}

/** The earlier imprint that this one is like. */
function Like({ imprint, onCompare }: Pick<ImprintCardProps, 'imprint' | 'onCompare'>): ReactNode {
  const { like, seal, id } = imprint;
  if (!like) return null;
  const text = seal !== id ? '同一枚印章，名称和登记已沿用' : like.weakest < SAME_PLACE ? '很像，有一处不同' : '很像';
  return (
    <span className={seal !== id ? '' : 'warn'}>
      <span className="mono">{like.code}</span> {text}（相似 <span className="mono">{like.likeness.toFixed(2)}</span>）{' '}
      <button type="button" className="link" onClick={onCompare}>
        差异图 <Keycap name="D" />
      </button>
    </span>
  );
}

function Fields({
  imprint,
  fields,
  note,
  proposed,
  known,
  mark,
  active,
  onType,
  onChange,
}: ImprintCardProps): ReactNode {
  const shown = typesShown(fields.licenseTypes, proposedTypes(note), proposed);
  const [adding, setAdding] = useState(false);
  const fixed = imprint.state !== 'draft' && imprint.state !== 'returned' && imprint.state !== 'pending';
  const toggle = (type: string): void => {
    const { licenseTypes } = fields;
    onChange({
      licenseTypes: licenseTypes.includes(type) ? licenseTypes.filter((one) => one !== type) : [...licenseTypes, type],
    });
  };
  return (
    <>
      <div className="imprint-row" data-field={`${imprint.id}.licenseTypes`}>
        <span className="label">用于</span>
        <div className="imprint-types">
          {shown.map((type, i) => (
            <Checkbox
              key={type}
              checked={fields.licenseTypes.includes(type)}
              disabled={fixed}
              onChange={() => toggle(type)}
              className={active && i === mark ? 'marked' : ''}
              tabIndex={-1}
            >
              {type}
              <ReadMark note={note} type={type} printed={imprint.finding.formTypes ?? []} />
            </Checkbox>
          ))}
          {adding || shown.length === 0 ? (
            <Select
              id={`add-type-${imprint.id}`}
              className="type-add"
              showSearch
              disabled={fixed}
              placeholder="查找或键入证照名称"
              value={null}
              autoFocus={adding}
              {...(adding ? { open: true } : {})}
              options={[...new Set([...proposed, ...known])]
                .filter((type) => !shown.includes(type))
                .map((type) => ({ value: type, label: type }))}
              onSelect={(type: string | null) => {
                if (type) toggle(type);
                setAdding(false);
              }}
              onBlur={() => setAdding(false)}
              onInputKeyDown={(event) => {
                const typed = (event.target as HTMLInputElement).value.trim();
                if (event.key === 'Escape') setAdding(false);
                if (event.key === 'Enter' && typed && ![...proposed, ...known].some((type) => type.includes(typed))) {
                  event.preventDefault();
                  toggle(typed);
                  setAdding(false);
                }
              }}
            />
          ) : (
            <button
              type="button"
              className="link"
              disabled={fixed}
              data-add-type={imprint.id}
              onClick={() => setAdding(true)}
            >
              ＋ 类型 <Keycap name="T" />
            </button>
          )}
        </div>
      </div>
      {active ? (
        <div className="imprint-row" data-field={`${imprint.id}.name`}>
          <span className="label">名称</span>
          <TextBox
            value={fields.name}
            disabled={fixed}
            placeholder="印章名称"
            onType={(name) => onType({ name })}
            onDone={(name) => onChange({ name })}
          />
        </div>
      ) : null}
      {imprint.finding.verdict === 'warn' && (active || fields.acceptedBecause) ? (
        <div className="imprint-row" data-field={`${imprint.id}.acceptedBecause`}>
          <span className="label warn">说明</span>
          {active ? (
            <TextBox
              value={fields.acceptedBecause}
              disabled={fixed}
              placeholder="写明为何可用"
              options={usualReasons}
              onType={(acceptedBecause) => onType({ acceptedBecause })}
              onDone={(acceptedBecause) => onChange({ acceptedBecause })}
            />
          ) : (
            <span className="cut">{fields.acceptedBecause}</span>
          )}
        </div>
      ) : null}
    </>
  );
}

/** What the note says first, then what is owed, then what else is ticked: a key never changes the order. */
export function typesShown(ticked: readonly string[], read: readonly string[], owed: readonly string[]): string[] {
  return [...new Set([...read, ...owed.slice(0, 4), ...ticked])];
}

interface TextBoxProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly placeholder: string;
  readonly options?: readonly string[];
  readonly onType: (value: string) => void;
  readonly onDone: (value: string) => void;
}

/** A text that counts while it is typed, and is written when the focus leaves it or Enter is pressed. */
function TextBox({ value, disabled, placeholder, options = [], onType, onDone }: TextBoxProps): ReactNode {
  const written = useRef(value);
  const done = (text: string): void => {
    if (text.trim() === written.current) return;
    written.current = text.trim();
    onDone(text.trim());
  };
  return (
    <AutoComplete
      className="grow"
      value={value}
      disabled={disabled}
      placeholder={placeholder}
      options={options.map((option) => ({ value: option }))}
      onChange={(text: string) => onType(text)}
      onSelect={(text: string) => done(text)}
      onBlur={() => done(value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) done(value);
      }}
    />
  );
}
