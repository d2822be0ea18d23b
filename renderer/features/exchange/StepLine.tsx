import type { ReactNode } from 'react';
import { type PackageStep, packageStepNames } from '../../../shared/exchange/package.ts';
import './send.css';

const steps = Object.keys(packageStepNames) as PackageStep[];

/** 生成 · 写盘 · 送出 · 签收 · 审核 · 入库: how far a package has come. `step` null = being prepared. */
export function StepLine({ step }: { step: PackageStep | null }): ReactNode {
  const reached = step === null ? -1 : steps.indexOf(step);
  return (
    <ol className="step-line" aria-label="进度">
      {steps.map((name, at) => (
        <li
          key={name}
          className={at < reached ? 'past' : at === reached ? 'here' : ''}
          aria-current={at === reached ? 'step' : undefined}
        >
          <i />
          <span>{packageStepNames[name]}</span>
        </li>
      ))}
    </ol>
  );
}
