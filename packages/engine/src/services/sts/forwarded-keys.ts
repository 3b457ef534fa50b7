import type { SigningKey } from '@understudy/contract';
import { newKey } from '../iam/new-key.ts';
import type { StsStore } from './sts-store.ts';

/** So many principals have CloudFormation work for them; beyond it the first one's key goes. */
const KEYS_MAX = 64;

/**
 * Keys that a service signs with in the name of its caller. On AWS these are forward access
 * sessions; here they are of this process alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export class ForwardedKeys {
  readonly #store: StsStore;
  /** By the principal's ARN. */
  readonly #keys = new Map<string, { accessKeyId: string; secretAccessKey: string }>();

  constructor(store: StsStore) {
    this.#store = store;
  }

  /** Resolves when the stores know it; undefined for the administrator, whose own key will do. */
  async of(
    principalArn: string,
  ): Promise<{ accessKeyId: string; secretAccessKey: string } | undefined> {
    if (this.#store.policiesOf(principalArn) === undefined) return undefined;
    const known = this.#keys.get(principalArn);
    if (known !== undefined) return known;
    const key = newKey('ASIA');
    this.#keys.set(principalArn, key);
    const [first] = this.#keys.keys();
    if (this.#keys.size > KEYS_MAX && first !== undefined) this.#keys.delete(first);
    this.#store.deps.dataPlane.changed();
    await this.#store.deps.dataPlane.settled();
    return key;
  }

  signingKeys(): SigningKey[] {
    const { account: accountId } = this.#store.deps;
    return [...this.#keys].map(([arn, key]) => {
      const policies = this.#store.policiesOf(arn) ?? { identity: [] };
      const calledVia = 'cloudformation.amazonaws.com';
      return { ...key, principal: { kind: 'account', accountId, arn, policies, calledVia } };
    });
  }
}
