import type { GetProps } from 'antd';
import { Input } from 'antd';
import type { ReactNode } from 'react';

/**
 * A text of several lines. A browser writes what stands in its controls into the history of the session on disk; it leaves out inputs that
 * say `autocomplete=off`, but a text area only when its form says so. So every one belongs to the empty form of index.html that does.
 */
export function LongText(props: GetProps<typeof Input.TextArea>): ReactNode {
  return <Input.TextArea {...props} form="no-history" />;
}
