import type { ReactNode } from 'react';
import { createContext, useContext, useMemo } from 'react';
import type { StationStatus } from '../../shared/station/methods.ts';
import type { Role, StationRole } from '../../shared/station/roles.ts';
import type { SignedIn } from '../../shared/station/user.ts';

export interface Session {
  readonly user: SignedIn;
  readonly station: { readonly id: string; readonly role: StationRole; readonly name: string };
  readonly status: StationStatus;
  /** Whether the user holds one of the roles. */
  has(...roles: readonly Role[]): boolean;
}

const SessionContext = createContext<Session | null>(null);

/** Only around pages of an open station. */
export function SessionProvider({ status, children }: { status: StationStatus; children: ReactNode }): ReactNode {
  const session = useMemo(() => makeSession(status), [status]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, with which roles, in which station. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no open station above');
  return session;
}

function makeSession(status: StationStatus): Session {
  const { user, role, id, name } = status;
  if (!user || !role) throw new Error('the station is not open');
  return {
    user,
    status,
    station: { id, role, name },
    has: (...roles) => roles.some((one) => user.roles.includes(one)),
  };
}
