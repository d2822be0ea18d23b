import { App } from 'antd';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { FailureWords, type Notify, NotifyContext } from './notify.tsx';

/** Shows what `useNotify` is told, in the corner of the window. */
export function Messages({ children }: { children: ReactNode }): ReactNode {
  const { message, notification } = App.useApp();
  const notify = useMemo<Notify>(
    () => ({
      done: (text) => void message.success(text, 3),
      failure: (failure) =>
        notification.error({
          title: <FailureWords failure={failure} />,
          duration: 0,
          placement: 'topRight',
          key: failure.code,
        }),
    }),
    [message, notification],
  );
  return <NotifyContext value={notify}>{children}</NotifyContext>;
}
