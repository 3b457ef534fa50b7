import type {
  InstanceProfile,
  InstanceRole,
  InstanceRoles as InstanceRolesConfig,
  LaunchSpecification,
  SigningKey,
} from '@understudy/contract';
import { newSessionKeyId, openSession, sealSession, secretAccessKeyOf } from './session-token.ts';

/** Temporary credentials of a role. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  expiresMs: number;
}

type ProfileReference = NonNullable<LaunchSpecification['instanceProfile']>;

/**
 * Instance profiles, and the credentials of the roles in them. All follows from the document: who
 * gives credentials out keeps no record of them, and who verifies them asks nobody. A region whose
 * control plane is dead gives its new instances credentials, and the S3 of every other region knows
 * them.
 */
export class InstanceRoles {
  readonly #account: string;
  #config: InstanceRolesConfig;
  #roles: ReadonlyMap<string, InstanceRole> = new Map();

  constructor(account: string, config: InstanceRolesConfig = NONE) {
    this.#account = account;
    this.#config = config;
    this.apply(config);
  }

  apply(config: InstanceRolesConfig = NONE): void {
    this.#config = config;
    this.#roles = new Map(config.roles.map((role) => [role.arn, role]));
  }

  profile(reference: ProfileReference): InstanceProfile | undefined {
    return this.#config.profiles.find((profile) =>
      'arn' in reference ? profile.arn === reference.arn : profile.name === reference.name,
    );
  }

  role(arn: string): InstanceRole | undefined {
    return this.#roles.get(arn);
  }

  issue(session: { roleArn: string; sessionName: string; expiresMs: number }): RoleCredentials {
    const { secret } = this.#config;
    const accessKeyId = newSessionKeyId();
    const { expiresMs } = session;
    return {
      accessKeyId,
      secretAccessKey: secretAccessKeyOf(secret, accessKeyId),
      token: sealSession(secret, { ...session, accessKeyId }),
      expiresMs,
    };
  }

  /**
   * Whose key it is by what its token says. A role that is gone may do nothing; without its token a
   * temporary key is nobody's, as on AWS.
   */
  find(accessKeyId: string, sessionToken: string | undefined): SigningKey | undefined {
    const { secret } = this.#config;
    if (sessionToken === undefined || secret === '') return undefined;
    const session = openSession(secret, sessionToken);
    if (session?.accessKeyId !== accessKeyId) return undefined;
    const { roleArn, sessionName, expiresMs } = session;
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    return {
      accessKeyId,
      secretAccessKey: secretAccessKeyOf(secret, accessKeyId),
      session: { token: sessionToken, expiresMs },
      principal: this.#principal(`${this.#sessions}${name}/${sessionName}`, this.role(roleArn)),
    };
  }

  /** Who a session of a role would be; undefined for a role that no instance may have. */
  principalNamed(arn: string): SigningKey['principal'] | undefined {
    if (!arn.startsWith(this.#sessions)) return undefined;
    const name = arn.slice(this.#sessions.length).replace(/\/.*$/, '');
    const role = this.#config.roles.find((each) => each.name === name);
    return role && this.#principal(arn, role);
  }

  get #sessions(): string {
    return `arn:aws:sts::${this.#account}:assumed-role/`;
  }

  #principal(arn: string, role: InstanceRole | undefined): SigningKey['principal'] {
    const policies = role?.policies ?? NO_POLICIES;
    return { kind: 'account', accountId: this.#account, arn, policies };
  }
}

const NONE: InstanceRolesConfig = { secret: '', roles: [], profiles: [] };
const NO_POLICIES = { identity: [] };
