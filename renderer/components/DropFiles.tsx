import { Upload } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { failure } from '../../shared/contract/failures.ts';
import { useNotify } from './notify.tsx';
import './drop.css';

export interface PickedFile {
  readonly name: string;
  /** What the browser says; whoever uses the bytes decides by the bytes. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface DropFilesProps {
  /** What to do, in one line: 把扫描件拖到这里，或按 Enter 选择，也可以 Ctrl+V 粘贴截图 */
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  /** File name endings with dot: `.png,.jpg` */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Largest file in MB. */
  readonly limitMb?: number;
  readonly onFiles: (files: PickedFile[]) => void;
  readonly disabled?: boolean;
  /** Fills the space; otherwise one low strip. */
  readonly large?: boolean;
}

/** Takes files by choosing, dragging or pasting, and hands over their bytes. */
export function DropFiles(props: DropFilesProps): ReactNode {
  const { title, hint, accept, multiple = true, limitMb = 200, onFiles, disabled = false, large = false } = props;
  const notify = useNotify();
  const take = async (files: readonly File[]): Promise<void> => {
    const picked: PickedFile[] = [];
    for (const file of files) {
      if (accept && !accept.split(',').some((ending) => file.name.toLowerCase().endsWith(ending.trim())))
        notify.failure(failure('file-type', { name: file.name, wanted: ` ${accept.replaceAll(',', ' ')} ` }));
      else if (file.size > limitMb * 1e6)
        notify.failure(failure('file-too-large', { name: file.name, mb: Math.ceil(file.size / 1e6), limit: limitMb }));
      else picked.push({ name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
    }
    if (picked.length > 0) onFiles(multiple ? picked : picked.slice(0, 1));
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (disabled) return;
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void latest.current(files);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [disabled]);
  return (
    <Upload.Dragger
      className={large ? 'drop-files drop-files-large' : 'drop-files'}
      showUploadList={false}
      multiple={multiple}
      disabled={disabled}
      {...(accept ? { accept } : {})}
      beforeUpload={(file, list) => {
        // Once for the whole selection, not once a file.
        if (file === list[0]) void take(list);
        return Upload.LIST_IGNORE;
      }}
    >
      <p>{title}</p>
      {hint ? <p className="faint small">{hint}</p> : null}
    </Upload.Dragger>
  );
}
