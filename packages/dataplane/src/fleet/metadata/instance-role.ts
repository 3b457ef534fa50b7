import type {
  Clock,
  InstanceProfile,
  InstanceRole,
  LaunchSpecification,
} from '@understudy/contract';
import type { InstanceRoles, RoleCredentials } from '../../roles/instance-roles.ts';
import type { MetadataTree } from './metadata-tree.ts';

/**
 * "for up to six hours":
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
const LIFE_MS = 21_600_000;
/**
 * "We make new credentials available at least five minutes before the expiration of the old
 * credentials" (the same page). EC2 has new ones each hour or so, which it does not document.
 */
const RENEWED_AFTER_MS = 3_600_000;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html */
const TROUBLESHOOTING =
  'Please see documentation at http://docs.amazonwebservices.com/IAM/latest/UserGuide/RolesTroubleshooting.html.';

type Profile = NonNullable<LaunchSpecification['instanceProfile']>;
type Given = RoleCredentials & { roleArn: string; issuedMs: number };

/** What an instance's metadata says of its instance profile, and the credentials of its role. */
export class InstanceRoleMetadata {
  readonly #clock: Clock;
  readonly #roles: InstanceRoles;
  readonly #instanceId: string;
  readonly #reference: Profile | undefined;
  #given: Given | undefined;

  constructor(options: {
    clock: Clock;
    roles: InstanceRoles;
    instanceId: string;
    /** Undefined: the instance was launched without. */
    profile: Profile | undefined;
  }) {
    this.#clock = options.clock;
    this.#roles = options.roles;
    this.#instanceId = options.instanceId;
    this.#reference = options.profile;
  }

  /** The category `iam` as it is now; undefined where EC2 has none. */
  tree(): { [name: string]: MetadataTree } | undefined {
    if (this.#reference === undefined) return undefined;
    const profile = this.#roles.profile(this.#reference);
    if (profile === undefined) return { info: this.#notFound(this.#reference) };
    const role = profile.roleArn === undefined ? undefined : this.#roles.role(profile.roleArn);
    if (role === undefined) return { info: this.#info(profile, NO_ROLE) };
    const credentials = role.trustsEc2 ? this.#credentials(role) : this.#unauthorized(role);
    return {
      info: this.#info(profile),
      'security-credentials': { [role.name]: credentials },
    };
  }

  #info({ arn, profileId }: InstanceProfile, more: object = {}): string {
    const about = { InstanceProfileArn: arn, InstanceProfileId: profileId };
    return documentOf({ Code: 'Success', ...more, LastUpdated: this.#nowText(), ...about });
  }

  #notFound(reference: Profile): string {
    const named = 'arn' in reference ? reference.arn : reference.name;
    return documentOf({
      Code: 'InstanceProfileNotFound',
      Message: `Instance Profile ${named} cannot be found. ${TROUBLESHOOTING}`,
      LastUpdated: this.#nowText(),
    });
  }

  /** https://github.com/aws/aws-cli/issues/2060 shows it. */
  #unauthorized({ name }: InstanceRole): string {
    return documentOf({
      Code: 'AssumeRoleUnauthorizedAccess',
      Message: `EC2 cannot assume the role ${name}.  ${TROUBLESHOOTING}`,
      LastUpdated: this.#nowText(),
    });
  }

  #credentials({ arn }: InstanceRole): string {
    const nowMs = this.#clock.wallMs();
    const isGood = this.#given?.roleArn === arn && nowMs - this.#given.issuedMs < RENEWED_AFTER_MS;
    if (this.#given === undefined || !isGood)
      this.#given = {
        ...this.#roles.issue({
          roleArn: arn,
          sessionName: this.#instanceId,
          expiresMs: nowMs + LIFE_MS,
        }),
        ...{ roleArn: arn, issuedMs: nowMs },
      };
    const { accessKeyId, secretAccessKey, token, issuedMs, expiresMs } = this.#given;
    return documentOf({
      Code: 'Success',
      LastUpdated: timeText(issuedMs),
      Type: 'AWS-HMAC',
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: token,
      Expiration: timeText(expiresMs),
    });
  }

  #nowText(): string {
    return timeText(this.#clock.wallMs());
  }
}

/** The rest of EC2's sentence is not published. */
const NO_ROLE = { Message: 'Instance Profile does not contain a role' };

/** EC2 writes a space before the colon. */
function documentOf(members: Readonly<Record<string, string>>): string {
  const lines = Object.entries(members).map(
    ([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
