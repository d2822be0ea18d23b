import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ReviewRecord } from '../../../shared/exchange/review.ts';
import { useClient } from '../../client/client.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { megabytes } from '../../components/text.tsx';
import './review.css';

const pictures: readonly string[] = ['image/png', 'image/jpeg'];

/** Whether anything came with the record that may be shown; without, its fields take the whole width. */
export function hasPictures(record: ReviewRecord): boolean {
  return record.blobs.some((blob) => !blob.guarded);
}

/** The scan or picture that came with the record. Seals without 仅供核对 are never shown here. */
export function ReviewPictures({ record }: { record: ReviewRecord }): ReactNode {
  const client = useClient();
  const [at, setAt] = useState(0);
  const [whole, setWhole] = useState(true);
  const files = record.blobs.filter((blob) => !blob.guarded);
  const shown = files[Math.min(at, files.length - 1)];
  return (
    <Panel
      className="review-pictures"
      title="原件"
      count={shown ? `${Math.min(at, files.length - 1) + 1}/${files.length}` : undefined}
      extra={
        <Segmented
          size="small"
          value={whole ? 'fit' : 'full'}
          options={[
            { value: 'fit', label: '适合' },
            { value: 'full', label: '原大' },
          ]}
          onChange={(value) => setWhole(value === 'fit')}
        />
      }
      fill
      foot={
        files.length > 1
          ? files.map((blob, index) => (
              <Button
                key={blob.id}
                size="small"
                type={blob === shown ? 'primary' : 'default'}
                onClick={() => setAt(index)}
                title={blob.name}
              >
                {index + 1}
              </Button>
            ))
          : undefined
      }
    >
      {shown && pictures.includes(shown.type) ? (
        <div className={whole ? 'review-picture fit' : 'review-picture'}>
          <img src={client.blobUrl(shown.id)} alt={shown.name} />
        </div>
      ) : shown ? (
        <Empty
          title={shown.name}
          hint={
            <>
              {megabytes(shown.bytes)} MB，
              {shown.type === 'application/pdf' ? (
                <a href={client.blobUrl(shown.id)} target="_blank" rel="noreferrer">
                  打开 PDF
                </a>
              ) : (
                '这种文件不在窗口里显示'
              )}
            </>
          }
        />
      ) : null}
    </Panel>
  );
}
