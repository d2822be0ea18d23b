import type { InputRef } from 'antd';
import { Input, Modal } from 'antd';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { packageStepNames, type SentPackage } from '../../shared/exchange/package.ts';
import type { RecordRow } from '../../shared/exchange/record.ts';
import { recordKindNames } from '../../shared/exchange/record.ts';
import { recordPath } from '../../shared/station/record-path.ts';
import { useCall } from '../client/call.ts';
import { useSession } from '../client/session.tsx';
import { KeyLayer } from '../components/keys.tsx';
import { Mono, StateTag } from '../components/text.tsx';
import type { PageEntry } from './pages.tsx';
import { pagesToGoTo } from './pages.tsx';

interface Target {
  readonly key: string;
  readonly path: string;
  readonly line: ReactNode;
}

/** Ctrl+K: to any page or record by name, code or pinyin initials. */
export function GoTo({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const input = useRef<InputRef>(null);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      style={{ top: 60 }}
      styles={{ container: { padding: 0 } }}
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) input.current?.focus();
        // The page that was open already is not opened anew: its list takes the focus that nothing else has.
        else if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-list]')?.focus();
      }}
    >
      {open ? (
        <KeyLayer>
          <Finder input={input} onClose={onClose} />
        </KeyLayer>
      ) : null}
    </Modal>
  );
}

function Finder({ input, onClose }: { input: RefObject<InputRef | null>; onClose: () => void }): ReactNode {
  const { station, user } = useSession();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = query.trim();
  // Each search is a line in the audit chain: one for the word, not one for every letter of it.
  const settled = useSettled(asked, 200);
  const found = useCall('search.find', { query: settled, limit: 30 }, { when: settled !== '' });
  const sent = useCall('exchange.packages', {}, { when: station.role === 'department' && asked !== '' });
  const records = asked === '' ? [] : (found.data?.rows ?? []);
  const targets: readonly Target[] = [
    ...pagesToGoTo(station.role, user.roles)
      .filter((page) => pageMatches(page, asked))
      // Whose whole name was typed comes first: 证照 before 证照目录.
      .sort((a, b) => Number(isNameOf(b, asked)) - Number(isNameOf(a, asked)))
      .map(pageTarget),
    ...(sent.data?.packages ?? []).filter((one) => packageMatches(one, asked)).map(packageTarget),
    ...records.map((row) => recordTarget(row, station.role)),
  ];
  useEffect(() => input.current?.focus(), [input]);
  const go = (target: Target | undefined): void => {
    if (!target) return;
    onClose();
    navigate(target.path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(targets.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') go(targets[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="go-to">
      <Input
        ref={input}
        variant="borderless"
        size="large"
        value={query}
        placeholder="名称、代码、拼音首字母"
        aria-label="跳转"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul>
        {targets.map((target, index) => (
          <li key={target.key}>
            <button
              type="button"
              className={index === at ? 'go-to-line on' : 'go-to-line'}
              onMouseMove={() => setAt(index)}
              onClick={() => go(target)}
              ref={(element) => {
                if (index === at) element?.scrollIntoView({ block: 'nearest' });
              }}
              tabIndex={-1}
            >
              {target.line}
            </button>
          </li>
        ))}
      </ul>
      <footer>
        {targets.length === 0
          ? '没有找到。可试名称中的两个字、代码的一段，或拼音首字母。'
          : found.data && asked !== '' && found.data.total > records.length
            ? `记录共 ${found.data.total} 条${found.data.atLeast ? '以上' : ''}，列出前 ${records.length} 条；多输几个字可缩小范围。`
            : '↑↓ 选择，Enter 前往，Esc 关闭'}
      </footer>
    </div>
  );
}

/** The value once it has not changed for `ms`. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

function packageMatches(sent: SentPackage, query: string): boolean {
  if (query === '') return false;
  const wanted = query.toLowerCase();
  return (
    numberOf(sent).includes(wanted) ||
    sent.id.startsWith(wanted) ||
    '上报包'.includes(query) ||
    'sbb'.startsWith(wanted)
  );
}

function packageTarget(sent: SentPackage): Target {
  return {
    key: sent.id,
    path: '/send',
    line: (
      <>
        <span className="go-to-kind">上报包</span>
        <Mono>{numberOf(sent)}</Mono>
        <span className="cut grow secondary">送 {sent.recipient}</span>
        <span className="secondary">{packageStepNames[sent.step]}</span>
      </>
    ),
  };
}

function numberOf(sent: SentPackage): string {
  return String(sent.sequence).padStart(4, '0');
}

const isNameOf = (page: PageEntry, asked: string): boolean => page.title === asked || page.initials === asked;

function pageMatches(page: PageEntry, query: string): boolean {
  return query === '' || page.title.includes(query) || page.initials.startsWith(query.toLowerCase());
}

function pageTarget(page: PageEntry): Target {
  return {
    key: page.path,
    path: page.path,
    line: (
      <>
        <span className="go-to-kind">页面</span>
        <span className="nav-icon">{page.icon}</span>
        <span className="grow">{page.title}</span>
        <Mono className="faint small">{page.initials}</Mono>
      </>
    ),
  };
}

function recordTarget(row: RecordRow, role: 'department' | 'bureau'): Target {
  return {
    key: row.id,
    path: recordPath(row.kind, row.id, role),
    line: (
      <>
        <span className="go-to-kind">{recordKindNames[row.kind]}</span>
        <span className="cut">{row.name}</span>
        <Mono className="faint small cut grow">{row.code}</Mono>
        <StateTag state={row.state} />
      </>
    ),
  };
}
