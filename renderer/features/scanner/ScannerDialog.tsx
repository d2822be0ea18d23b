import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import {
  colourNames,
  type ScanAbilities,
  type ScanDevice,
  ScanProfile,
  sizeNames,
  sourceNames,
} from '../../../shared/scanner/profile.ts';
import { useAct, useJob } from '../../client/act.ts';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Field, Form, FormRow } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { DeviceSettings } from './DeviceSettings.tsx';
import { usePicture, useScannerSetup } from './useScanner.ts';

interface ScannerDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onScan: (profile: ScanProfile) => void;
}

/** Devices and profiles: chosen, tried by a preview, kept under a name, scanned with. */
export function ScannerDialog(props: ScannerDialogProps): ReactNode {
  return (
    <Dialog title="扫描仪与方案" open={props.open} onClose={props.onClose} width={900}>
      <Profiles {...props} />
    </Dialog>
  );
}

const fresh: ScanProfile = {
  name: '',
  device: '',
  source: 'flatbed',
  dpi: 300,
  colour: 'colour',
  size: 'A4',
  extra: {},
};
const usualDpis = [150, 200, 300, 400, 600];

const optionsOf = <K extends string>(names: Readonly<Record<K, string>>, able: readonly K[] | undefined) =>
  (Object.keys(names) as K[]).map((value) => ({
    value,
    label: names[value],
    disabled: able !== undefined && !able.includes(value),
  }));

function Profiles({ onScan }: ScannerDialogProps): ReactNode {
  const { setup, profile, keep } = useScannerSetup();
  const notify = useNotify();
  const ask = useConfirm();
  const look = useAct('scanner.devices', { failures: 'page' });
  const learn = useAct('scanner.abilities', { failures: 'page' });
  const preview = useJob('scanner.preview', { failures: 'page' });
  const [found, setFound] = useState<{ devices: ScanDevice[]; problems: string[] } | null>(null);
  const [abilities, setAbilities] = useState<ScanAbilities | null>(null);
  const [address, setAddress] = useState('');
  const [picture, showPicture] = usePicture();
  const form = useForm<ScanProfile>({
    resolver: zodResolver(ScanProfile) as never,
    defaultValues: profile ?? fresh,
  });
  const values = form.watch();

  const search = async (): Promise<void> => {
    const reply = await look.run({});
    if (!reply.ok) return;
    setFound(reply.value);
    const [first] = reply.value.devices;
    if (first && !form.getValues('device')) await choose(first.id);
  };
  const choose = async (device: string): Promise<void> => {
    form.setValue('device', device, { shouldValidate: true });
    setAbilities(null);
    const reply = await learn.run({ device });
    if (!reply.ok || form.getValues('device') !== device) return;
    const can = reply.value;
    setAbilities(can);
    const now = form.getValues();
    if (!can.sources.includes(now.source) && can.sources[0]) form.setValue('source', can.sources[0]);
    if (!can.colours.includes(now.colour) && can.colours[0]) form.setValue('colour', can.colours[0]);
    const known = new Set(can.settings.map(({ name }) => name));
    form.setValue('extra', Object.fromEntries(Object.entries(now.extra).filter(([name]) => known.has(name))));
    if (!now.name) form.setValue('name', nameFor(now, setup.profiles));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    void search();
    if (profile) void choose(profile.device);
  }, []);

  const addAddress = async (): Promise<void> => {
    if (!address.trim()) return;
    if (!(await keep({ addresses: [...setup.addresses, address.trim()] }))) return;
    setAddress('');
    await search();
  };
  const save = form.handleSubmit(async (one) => {
    const others = setup.profiles.filter(({ name }) => name !== one.name);
    if (await keep({ profiles: [...others, one], current: one.name })) notify.done(`方案“${one.name}”已保存`);
  });
  const scan = form.handleSubmit(async (one) => {
    const others = setup.profiles.filter(({ name }) => name !== one.name);
    if (await keep({ profiles: [...others, one], current: one.name })) onScan(one);
  });
  const remove = async (): Promise<void> => {
    const yes = await ask({
      title: `删除方案“${values.name}”？`,
      content: '扫描件不受影响。',
      ok: '删除',
      danger: true,
    });
    if (!yes) return;
    const left = setup.profiles.filter(({ name }) => name !== values.name);
    if (await keep({ profiles: left, current: left[0]?.name ?? '' })) form.reset(left[0] ?? fresh);
  };
  const see = form.handleSubmit(async (one) => {
    showPicture(null);
    const reply = await preview.run({ profile: one });
    if (reply.ok) showPicture(reply.value.jpeg);
  });
  const canPreview = !abilities || abilities.sources.includes('flatbed');
  useKeys({ F9: () => void scan(), F8: canPreview ? () => void see() : undefined, F5: () => void search() });

  const kept = setup.profiles.some(({ name }) => name === values.name);
  const devices = [...(found?.devices ?? [])];
  if (values.device && !devices.some(({ id }) => id === values.device))
    devices.push({ id: values.device, name: values.device.replace(/^\w+:/, '') });
  const dpis = abilities && abilities.dpis.length > 0 ? abilities.dpis : usualDpis;
  return (
    <div className="scanner-dialog">
      <Form form={form} onSave={save} labelWidth={88} className="scanner-form">
        {setup.profiles.length > 0 ? (
          <FormRow label="方案">
            <Select
              className="wide"
              aria-label="方案"
              value={kept ? values.name : ''}
              onChange={(name) => {
                const next = setup.profiles.find((one) => one.name === name);
                form.reset(next ?? { ...fresh, device: values.device });
                if (next) void choose(next.device);
              }}
              options={[
                ...setup.profiles.map(({ name }) => ({ value: name, label: name })),
                { value: '', label: '新方案' },
              ]}
            />
          </FormRow>
        ) : null}
        <Field
          name="device"
          label="扫描仪"
          required
          aside={
            <Button loading={look.busy} onClick={() => void search()}>
              刷新 <Keycap name="F5" />
            </Button>
          }
          hint={hintOf(look.busy, found)}
        >
          {({ onChange, ...control }) => (
            <Select
              {...control}
              className="wide"
              value={values.device || null}
              placeholder={look.busy ? '正在查找…' : '没有找到扫描仪'}
              onChange={(id: string) => {
                onChange(id);
                void choose(id);
              }}
              options={devices.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        <FailureNote failure={look.failure ?? learn.failure} />
        <FormRow label="网络扫描仪">
          <div className="scanner-line">
            <Input
              className="mono grow"
              aria-label="网络扫描仪地址"
              value={address}
              placeholder="192.168.1.20"
              onChange={(event) => setAddress(event.target.value)}
              onPressEnter={() => void addAddress()}
            />
            <Button onClick={() => void addAddress()}>添加</Button>
          </div>
          {setup.addresses.map((one) => (
            <p key={one} className="scanner-address">
              <span className="mono">{one}</span>
              <button
                type="button"
                className="link"
                onClick={() => void keep({ addresses: setup.addresses.filter((other) => other !== one) })}
              >
                移除
              </button>
            </p>
          ))}
        </FormRow>
        <div className="scanner-pair">
          <Field name="source" label="来源">
            {(control) => <Select {...control} options={optionsOf(sourceNames, abilities?.sources)} />}
          </Field>
          <Field name="dpi" label="分辨率">
            {(control) => (
              <Select
                {...control}
                options={[...new Set([...dpis, values.dpi])]
                  .sort((a, b) => a - b)
                  .map((dpi) => ({ value: dpi, label: `${dpi} dpi` }))}
              />
            )}
          </Field>
          <Field name="colour" label="颜色">
            {(control) => <Select {...control} options={optionsOf(colourNames, abilities?.colours)} />}
          </Field>
          <Field name="size" label="幅面">
            {(control) => <Select {...control} options={optionsOf(sizeNames, undefined)} />}
          </Field>
        </div>
        {values.dpi < 300 || values.colour !== 'colour' ? (
          <p className="warn small scanner-advice">印章采集表要用彩色、300 dpi 以上，否则判为不合格。</p>
        ) : null}
        {abilities && abilities.settings.length > 0 ? (
          <DeviceSettings
            settings={abilities.settings}
            values={values.extra}
            onChange={(extra) => form.setValue('extra', extra, { shouldDirty: true })}
          />
        ) : null}
        <Field name="name" label="方案名称" required>
          {(control) => <Input {...control} maxLength={40} />}
        </Field>
      </Form>
      <aside className="scanner-preview">
        <div className="scanner-glass">
          {picture ? <img src={picture} alt="预览" /> : null}
          {!picture && preview.busy ? <span className="secondary">正在预览…</span> : null}
          {!picture && !preview.busy ? (
            <span className="faint small">
              {canPreview ? '预览只看原稿的位置：灰度小图，不留存' : '这台扫描仪没有平板，不能预览'}
            </span>
          ) : null}
        </div>
        <FailureNote failure={preview.failure?.code === 'cancelled' ? null : preview.failure} />
        {preview.busy ? (
          <Button block onClick={preview.cancel}>
            停止预览
          </Button>
        ) : (
          <Button block disabled={!canPreview || !values.device} onClick={() => void see()}>
            预览 <Keycap name="F8" />
          </Button>
        )}
      </aside>
      <div className="dialog-foot scanner-foot">
        {kept ? (
          <Button danger onClick={() => void remove()}>
            删除方案
          </Button>
        ) : null}
        <Button onClick={() => void save()}>
          保存方案 <Keycap name="Ctrl+S" />
        </Button>
        <Button type="primary" disabled={preview.busy} onClick={() => void scan()}>
          扫描 <Keycap name="F9" />
        </Button>
      </div>
    </div>
  );
}

function hintOf(busy: boolean, found: { devices: ScanDevice[]; problems: string[] } | null): ReactNode {
  if (busy || !found) return undefined;
  if (found.problems.length > 0) return found.problems.join(' ');
  return found.devices.length === 0 ? '请检查电源和连线，再按 F5；网络扫描仪请在下面填它的地址' : undefined;
}

function nameFor({ source, dpi }: ScanProfile, taken: readonly ScanProfile[]): string {
  const base = `${sourceNames[source]} ${dpi}`;
  let name = base;
  for (let n = 2; taken.some((one) => one.name === name); n++) name = `${base}-${n}`;
  return name;
}
