import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Failure } from '../../../shared/contract/failures.ts';
import type { OpenedType } from '../../../shared/license/type-methods.ts';
import { asFailure } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page } from '../../components/Page.tsx';
import { Designer } from './Designer.tsx';

/** One entry of the license catalog, by record id or name; `new` = one that is not there yet. */
export default function TypePage(): ReactNode {
  const { ref = '' } = useParams();
  const navigate = useNavigate();
  // The page on which an entry was made stays as it is when its address becomes that of the record.
  const [made, setMade] = useState<{ id: string; from: string; opened: OpenedType } | null>(null);
  const { data, failure } = useEntry(ref);
  if (made?.id === ref) return <Designer key={made.from} opened={made.opened} onMade={ignore} />;
  if (failure)
    return (
      <Page>
        <FailureNote
          failure={failure}
          action={<Button onClick={() => void navigate('/license-type')}>回到证照目录</Button>}
        />
      </Page>
    );
  if (!data) return <Page>{null}</Page>;
  return <Designer key={ref} opened={data} onMade={(id) => setMade({ id, from: ref, opened: data })} />;
}

const ignore = (): void => {};

interface Read {
  readonly ref: string;
  readonly data?: OpenedType;
  readonly failure?: Failure;
}

/** The entry as it is when the page opens, never as it was read before: what is typed on it begins there. */
function useEntry(ref: string): Partial<Read> {
  const client = useClient();
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    let wanted = true;
    const reading =
      ref === 'new'
        ? client
            .call('licenseType.blank', {})
            .then((blank) => ({ ...blank, record: null, deadline: null, frozen: false, changes: false, earlier: [] }))
        : client.call('licenseType.get', { ref });
    reading.then(
      (data) => wanted && setRead({ ref, data }),
      (error) => wanted && setRead({ ref, failure: asFailure(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [client, ref]);
  return read?.ref === ref ? read : {};
}
