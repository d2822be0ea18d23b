import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { type LicenseTemplate, templateEndings, templateFileMb } from '../../../shared/license/template.ts';
import { typeLabels, zoneText } from '../../../shared/license/type-fields.ts';
import { useAct } from '../../client/act.ts';
import { useRows } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Field, FormRow } from '../../components/Form.tsx';
import { useNotify } from '../../components/notify.tsx';
import { Mono, megabytes } from '../../components/text.tsx';

interface TemplateTabProps {
  readonly template: LicenseTemplate;
  readonly locked: boolean;
  readonly onTemplate: (change: (template: LicenseTemplate) => LicenseTemplate) => void;
  /** Size of the face in mm, as the picture's resolution says it. */
  readonly onSize: (widthMm: number, heightMm: number) => void;
  readonly onSeal: (at: number) => void;
  readonly onAddSeal: () => void;
}

const pictures = '.png,.jpg,.jpeg,.tif,.tiff';

/** 证照模板: original files as they are, the face picture with its size, where seals stand and whose imprint. */
export function TemplateTab(props: TemplateTabProps): ReactNode {
  const { template, locked, onTemplate, onSize, onSeal, onAddSeal } = props;
  const client = useClient();
  const notify = useNotify();
  const addFile = useAct('licenseType.addFile');
  const addFace = useAct('licenseType.addFace');
  const imprints = useRows('seal.list', {}).rows;
  const takeFiles = async (files: readonly PickedFile[]): Promise<void> => {
    for (const { name, bytes } of files) {
      const reply = await addFile.run({ name, bytes });
      if (!reply.ok) continue;
      const made = reply.value;
      onTemplate((now) => ({ ...now, files: [...now.files.filter(({ blob }) => blob !== made.blob), made] }));
    }
  };
  const takeFace = async ([file]: readonly PickedFile[]): Promise<void> => {
    const reply = file && (await addFace.run({ name: file.name, bytes: file.bytes }));
    if (!reply?.ok) return;
    const { widthMm, heightMm, ...face } = reply.value;
    onTemplate((now) => ({ ...now, face }));
    if (widthMm !== null && heightMm !== null) {
      onSize(widthMm, heightMm);
      notify.done(`按图片分辨率得 ${widthMm} × ${heightMm} 毫米，请与实物核对`);
    }
  };
  return (
    <>
      <FormRow label={typeLabels['template.face']}>
        {template.face ? (
          <span className="template-line">
            <span className="cut">{template.face.name}</span>
            <Mono className="secondary">
              {template.face.width}×{template.face.height} 像素
            </Mono>
            <Button
              type="text"
              size="small"
              disabled={locked}
              onClick={() => onTemplate((now) => ({ ...now, face: null }))}
            >
              去掉
            </Button>
          </span>
        ) : (
          <span className="faint">还没有；没有底图也可在白纸上划区域</span>
        )}
        <DropFiles
          title="把空白照面的图片拖到这里，或点此选择"
          hint="PNG、JPEG、TIFF，最大 64 MB"
          accept={pictures}
          multiple={false}
          limitMb={64}
          disabled={locked || addFace.busy}
          onFiles={(files) => void takeFace(files)}
        />
      </FormRow>
      <Field name="face.widthMm" label={typeLabels['face.widthMm']} required hint="A4 横向为 297 × 210">
        {(control) => <Millimetres {...control} locked={locked} />}
      </Field>
      <Field name="face.heightMm" label={typeLabels['face.heightMm']} required>
        {(control) => <Millimetres {...control} locked={locked} />}
      </Field>
      <div data-field="template.files">
        <FormRow label={typeLabels['template.files']}>
          {template.files.map((file, at) => (
            <div key={file.blob} className="template-line">
              <a href={client.blobUrl(file.blob)} download={file.name} className="cut" title={file.name}>
                {file.name}
              </a>
              <Mono className="secondary">{megabytes(file.bytes)} MB</Mono>
              <span className="faint mono cut" title={`SM3 ${file.sm3}`}>
                SM3 {file.sm3.slice(0, 16)}…
              </span>
              <Button
                type="text"
                size="small"
                disabled={locked}
                onClick={() => onTemplate((now) => ({ ...now, files: now.files.filter((_, index) => index !== at) }))}
              >
                去掉
              </Button>
            </div>
          ))}
          <DropFiles
            title="把模板原件拖到这里，或点此选择"
            hint={`${templateEndings.map((ending) => ending.slice(1)).join('、')}；最大 ${templateFileMb} MB，原样随目录报送`}
            accept={templateEndings.join(',')}
            limitMb={templateFileMb}
            disabled={locked || addFile.busy}
            onFiles={(files) => void takeFiles(files)}
          />
        </FormRow>
      </div>
      <FormRow label={typeLabels['template.seals']}>
        {template.seals.map((seal, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a seal's place has no identity but its number
          <div key={at} className="template-line" data-field={`template.seals.${at}`}>
            <button type="button" className="zone-cell mono" onClick={() => onSeal(at)} title="到底图上移动">
              {zoneText(seal.zone)}
            </button>
            <Select
              className="grow"
              size="small"
              aria-label={`盖章位置 ${at + 1} 的印模`}
              value={seal.imprint}
              disabled={locked}
              options={[
                { value: '', label: '印模未定' },
                ...imprints.map(({ id, name, code }) => ({ value: id, label: name || code })),
              ]}
              onChange={(imprint) =>
                onTemplate((now) => ({
                  ...now,
                  seals: now.seals.map((one, index) => (index === at ? { ...one, imprint } : one)),
                }))
              }
            />
            <Button
              type="text"
              size="small"
              disabled={locked}
              onClick={() => onTemplate((now) => ({ ...now, seals: now.seals.filter((_, index) => index !== at) }))}
            >
              去掉
            </Button>
          </div>
        ))}
        <Button size="small" disabled={locked || template.seals.length >= 10} onClick={onAddSeal}>
          加一处盖章位置
        </Button>
      </FormRow>
    </>
  );
}

interface MillimetresProps {
  readonly id: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onBlur: () => void;
  readonly status: '' | 'error' | 'warning';
  readonly locked: boolean;
}

function Millimetres({ id, value, onChange, onBlur, status, locked }: MillimetresProps): ReactNode {
  return (
    <Input
      id={id}
      suffix="毫米"
      className="mono millimetres"
      defaultValue={value}
      key={value}
      status={status}
      disabled={locked}
      maxLength={7}
      onBlur={(event) => {
        const mm = Number(event.target.value);
        onChange(Number.isFinite(mm) ? Math.min(2000, Math.max(0, Math.round(mm * 10) / 10)) : 0);
        onBlur();
      }}
    />
  );
}
