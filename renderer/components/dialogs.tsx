import { App, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useCallback, useEffect } from 'react';
import { useBlocker } from 'react-router';
import { FocusFirst } from './FocusFirst.tsx';
import { KeyLayer } from './keys.tsx';
import './page.css';

export interface Question {
  readonly title: string;
  /** What will happen, and what will not. */
  readonly content: ReactNode;
  /** The verb on the button: 删除, 停用. */
  readonly ok: string;
  /** True when it cannot be undone. */
  readonly danger?: boolean;
}

/** Asks before an act with consequences; resolves with the answer. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  return useCallback(
    async ({ title, content, ok, danger = false }) => {
      const answer = await modal.confirm({
        title,
        content: <KeyLayer>{content}</KeyLayer>,
        okText: ok,
        cancelText: '取消',
        okButtonProps: { danger },
        focusable: { autoFocusButton: danger ? 'cancel' : 'ok' },
        width: 440,
        icon: null,
        centered: true,
      });
      return answer === true;
    },
    [modal],
  );
}

interface DialogProps {
  readonly title: ReactNode;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly width?: number;
}

/** A dialog of our own content; keys of the page below sleep while it is open, Esc closes it. */
export function Dialog({ title, open, onClose, children, footer = null, width = 560 }: DialogProps): ReactNode {
  return (
    <Modal
      title={title}
      open={open}
      onCancel={onClose}
      footer={null}
      width={width}
      centered
      destroyOnHidden
      mask={{ closable: false }}
    >
      {open ? (
        <KeyLayer>
          <FocusFirst className="dialog-body">
            {children}
            {footer ? <div className="dialog-foot">{footer}</div> : null}
          </FocusFirst>
        </KeyLayer>
      ) : null}
    </Modal>
  );
}

/** Guards unsaved changes: leaving the page or the window asks first. */
export function useUnsaved(dirty: boolean): void {
  const confirm = useConfirm();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void confirm({
      title: '有未保存的改动',
      content: '离开本页，这些改动就不保留。可先取消，按 Ctrl+S 保存后再离开。',
      ok: '不保存，离开',
      danger: true,
    }).then((leave) => (leave ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm]);
  useEffect(() => {
    if (!dirty) return;
    const stop = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', stop);
    return () => window.removeEventListener('beforeunload', stop);
  }, [dirty]);
}
