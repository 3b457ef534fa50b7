import type { SigningKey } from '@understudy/contract';
import { isFromPage, type SignatureResult } from '@understudy/wire';
import type { Caller } from '../core.ts';
import type { InstanceRoles } from '../../roles/instance-roles.ts';
import type { Principal } from './policy.ts';

/** Whose a signature is. */
export class KnownKeys {
  readonly #keys: ReadonlyMap<string, SigningKey>;
  /** Who signs with a key that nobody knows; undefined where nobody may. */
  readonly #anyone: Principal | undefined;
  readonly #roles: Pick<InstanceRoles, 'find' | 'principalNamed'> | undefined;

  constructor(
    keys: readonly SigningKey[] = [],
    options: {
      account: string;
      anyKey: boolean;
      roles?: Pick<InstanceRoles, 'find' | 'principalNamed'>;
    } = {
      account: '',
      anyKey: false,
    },
  ) {
    this.#keys = new Map(keys.map((key) => [key.accessKeyId, key]));
    const administrator = keys.find(
      ({ principal }) => principal.kind === 'account' && principal.accountId === options.account,
    );
    this.#anyone = options.anyKey ? administrator?.principal : undefined;
    this.#roles = options.roles;
  }

  /** As `verifySignature` takes it, for a request with these headers. */
  admission(headers: Caller['headers']): {
    lookup: (accessKeyId: string, sessionToken?: string) => SigningKey | undefined;
    anyKey: boolean;
  } {
    return {
      lookup: (accessKeyId, sessionToken) => this.#find(accessKeyId, sessionToken),
      // Neither a page nor a visitor of a distribution has a key of ours, but both could make a
      // signature up. Edge locations put their id over whatever a visitor has sent.
      anyKey:
        this.#anyone !== undefined && !isFromPage(headers) && headers['x-amz-cf-id'] === undefined,
    };
  }

  /** Undefined where there is no signature. */
  principalOf(signature: SignatureResult): Principal | undefined {
    if (signature.kind === 'anonymous') return undefined;
    if (signature.chunkKey === undefined) return this.#anyone;
    return this.#find(signature.accessKeyId, signature.sessionToken)?.principal;
  }

  /** Who has this ARN, as the key that lives longest has them, or the role of an instance. */
  principalNamed(arn: string): Principal | undefined {
    const held = [...this.#keys.values()].filter(
      ({ principal }) =>
        principal.kind === 'account' && principal.arn === arn && principal.calledVia === undefined,
    );
    const [longest] = held.sort((one, other) => expiryOf(other) - expiryOf(one));
    return longest?.principal ?? this.#roles?.principalNamed(arn);
  }

  #find(accessKeyId: string, sessionToken: string | undefined): SigningKey | undefined {
    return this.#keys.get(accessKeyId) ?? this.#roles?.find(accessKeyId, sessionToken);
  }
}

function expiryOf({ session }: SigningKey): number {
  return session?.expiresMs ?? 0;
}
