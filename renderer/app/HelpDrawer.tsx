import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Keycap } from '../components/Keycap.tsx';
import { KeyLayer, useKeys } from '../components/keys.tsx';
import type { KeyHint } from '../components/Page.tsx';
import type { PageEntry } from './pages.tsx';

const everywhere: readonly KeyHint[] = [
  ['Ctrl+K', '到任何页面、目录、证照'],
  ['Alt+1…9', '换页'],
  ['F6', '下一处错误；没有错误时到下一区'],
  ['Ctrl+F6', '下一区'],
  ['/', '到查找框'],
  ['Ctrl+S', '保存'],
  ['Ctrl+L', '锁定'],
  ['F1', '本页说明'],
];

/** F1: what this page is for, how the work goes, and its keys. */
export function HelpDrawer({
  page,
  open,
  onClose,
}: {
  page: PageEntry;
  open: boolean;
  onClose: () => void;
}): ReactNode {
  return (
    <Drawer title={`${page.title} · 本页说明`} open={open} onClose={onClose} size={420} destroyOnHidden>
      <KeyLayer>
        <Closing onClose={onClose} />
        <div className="help">
          <p>{page.help.purpose}</p>
          <h3>怎样办</h3>
          <ol>
            {page.help.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <h3>本页按键</h3>
          <Keys keys={page.help.keys} />
          <h3>到处可用</h3>
          <Keys keys={everywhere} />
        </div>
      </KeyLayer>
    </Drawer>
  );
}

function Closing({ onClose }: { onClose: () => void }): ReactNode {
  useKeys({ F1: onClose, Escape: onClose });
  return null;
}

function Keys({ keys }: { keys: readonly KeyHint[] }): ReactNode {
  return (
    <ul className="help-keys">
      {keys.map(([names, what]) => (
        <li key={names + what}>
          <span>
            {names.split(' ').map((name) => (
              <Keycap key={name} name={name} />
            ))}
          </span>
          {what}
        </li>
      ))}
    </ul>
  );
}
