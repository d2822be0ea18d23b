import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import './send.css';

export interface SendStep {
  readonly title: string;
  /** At the right: who and when, how many, how big. */
  readonly fact: string;
  readonly state: 'done' | 'now' | 'next';
}

/** The five steps of 上报: what is done, where the work stands, what comes. */
export function StepStrip({ steps }: { steps: readonly SendStep[] }): ReactNode {
  return (
    <ol className="step-strip" aria-label="上报步骤">
      {steps.map((step, at) => (
        <li key={step.title} className={`step-${step.state}`} aria-current={step.state === 'now' ? 'step' : undefined}>
          <i>{step.state === 'done' ? <CheckOutlined /> : at + 1}</i>
          <span className="step-title">{step.title}</span>
          <span className="step-fact mono">{step.fact}</span>
        </li>
      ))}
    </ol>
  );
}
