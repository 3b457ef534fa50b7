import type { PrincipalPolicies, SigningKey } from '@understudy/contract';
import { administratorArn } from '../../kernel/administrator.ts';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import type { IamService } from '../iam/iam-service.ts';
import { type SessionRecord, stsTables } from './records.ts';

export interface StsOptions {
  /**
   * The administrator's key: what AssumeRole and GetSessionToken hand out to the administrator for
   * what IAM does not know. Without one they are refused.
   */
  key: { accessKeyId: string; secretAccessKey: string };
}

/** Beyond it the session that ends first is forgotten. */
const SESSIONS_MAX = 1000;

/** Sessions, and what principals may do in them. */
export class StsStore {
  readonly deps: ServiceDeps;
  readonly iam: IamService;
  readonly key: StsOptions['key'] | undefined;
  readonly sessions: Table<SessionRecord>;

  constructor(deps: ServiceDeps, iam: IamService, options?: StsOptions) {
    this.deps = deps;
    this.iam = iam;
    this.key = options?.key;
    this.sessions = deps.state.table(stsTables.sessions);
  }

  /** Keeps a session; those that have ended go. */
  keep(session: SessionRecord): void {
    const wallMs = this.deps.clock.wallMs();
    const live = this.sessions.list().sort((one, other) => one.expiresMs - other.expiresMs);
    const surplus = live.length + 1 - SESSIONS_MAX;
    for (const [index, { accessKeyId, expiresMs }] of live.entries())
      if (expiresMs <= wallMs || index < surplus) this.sessions.delete(accessKeyId);
    this.sessions.put(session.accessKeyId, session);
    this.deps.dataPlane.changed();
  }

  /**
   * What a principal may do; undefined for the administrator. Who is not on record may do nothing.
   * Of a role's sessions of one name the last one's policies count, where it is not known which
   * key has signed.
   */
  policiesOf(principalArn: string): PrincipalPolicies | undefined {
    if (principalArn === administratorArn(this.deps.account)) return undefined;
    const sessions = this.sessions.list().filter((each) => each.principalArn === principalArn);
    const last = sessions.sort((one, other) => other.expiresMs - one.expiresMs)[0];
    if (last !== undefined && isRoleSession(principalArn)) return this.policiesIn(last);
    const user = this.iam.userByArn(principalArn);
    if (user !== undefined) return this.iam.policiesOf(user);
    const role = this.iam.role(roleNameOf(principalArn) ?? '');
    return role === undefined ? { identity: [] } : this.iam.policiesOf(role);
  }

  policiesIn({ issuerArn, sessionPolicies }: SessionRecord): PrincipalPolicies {
    const issuer = this.iam.userByArn(issuerArn) ?? this.iam.roleByArn(issuerArn);
    const policies = issuer === undefined ? { identity: [] } : this.iam.policiesOf(issuer);
    return sessionPolicies === undefined ? policies : { ...policies, session: sessionPolicies };
  }

  /** The keys of sessions, for whoever verifies signatures. */
  sessionKeys(): SigningKey[] {
    const { account: accountId } = this.deps;
    return this.sessions.list().map((session) => ({
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      session: { token: session.token, expiresMs: session.expiresMs },
      principal: {
        kind: 'account',
        accountId,
        arn: session.principalArn,
        policies: this.policiesIn(session),
      },
    }));
  }
}

function isRoleSession(principalArn: string): boolean {
  return roleNameOf(principalArn) !== undefined;
}

/** Of a session of a role. */
export function roleNameOf(principalArn: string): string | undefined {
  return /^arn:aws:sts::\d{12}:assumed-role\/([^/]+)\//.exec(principalArn)?.[1];
}
