import type { Nameserver } from '@aws-sdk/client-route-53-domains';
import { fail } from '../../kernel/fail.ts';

/** Both are the registries' bounds, which UpdateDomainNameservers passes on. */
const NAME_SERVERS_MIN = 2;
const NAME_SERVERS_MAX = 13;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const NAME_CHARACTERS_MAX = 255;

/** Lower case, without the final dot; throws `InvalidInput` for what no registry would hold. */
export function parseDomain(name: string | undefined): string {
  const plain = (name ?? '').toLowerCase().replace(/\.$/, '');
  if (!isHostName(plain)) failInvalid(`The domain name is not valid: '${name ?? ''}'`);
  return plain;
}

/**
 * The delegation, without final dots. An empty list is refused: a delegation can be replaced, not
 * taken away.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_Nameserver.html
 */
export function parseNameServers(servers: readonly Nameserver[]): string[] {
  const names = servers.map((server) => (server.Name ?? '').toLowerCase().replace(/\.$/, ''));
  const bad = names.find((name) => !isHostName(name));
  if (bad !== undefined) failInvalid(`The name server is not a valid host name: '${bad}'`);
  if (names.length < NAME_SERVERS_MIN || names.length > NAME_SERVERS_MAX)
    failInvalid(
      `A domain must have between ${NAME_SERVERS_MIN} and ${NAME_SERVERS_MAX} name servers: ${names.length}`,
    );
  if (new Set(names).size !== names.length)
    failInvalid(`The name servers contain a duplicate: ${names.join(', ')}`);
  if (servers.some((server) => (server.GlueIps ?? []).length > 0))
    fail(
      'NotImplemented',
      'GlueIps: the local registry knows only name servers of hosted zones',
      501,
    );
  return names;
}

function isHostName(name: string): boolean {
  const labels = name.split('.');
  return (
    name.length <= NAME_CHARACTERS_MAX &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label))
  );
}

function failInvalid(message: string): never {
  return fail('InvalidInput', message);
}
