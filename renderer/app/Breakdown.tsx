import type { ReactNode } from 'react';
import { Component } from 'react';
import { failure } from '../../shared/contract/failures.ts';
import { FailureNote } from '../components/notify.tsx';

interface BreakdownProps {
  readonly children: ReactNode;
}

/** A page that broke down: says so in words and leads back; what was saved is saved. */
export class Breakdown extends Component<BreakdownProps, { readonly error: string }> {
  override state = { error: '' };

  static getDerivedStateFromError(thrown: unknown): { error: string } {
    return { error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }

  goHome = (): void => {
    location.hash = '#/';
    this.setState({ error: '' });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === '') return this.props.children;
    return (
      <div className="gate-note">
        <FailureNote
          failure={failure('internal', { error })}
          action={
            <button type="button" className="button" onClick={this.goHome}>
              回到首页
            </button>
          }
        />
      </div>
    );
  }
}
