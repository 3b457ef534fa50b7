import type { RequestCertificateRequest } from '@aws-sdk/client-acm';
import { fail } from '../../kernel/fail.ts';

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const NAMES_MAX = 10;
const NAME_CHARACTERS_MAX = 253;
const NAME = /^(?:\*\.)?(?:(?!-)[a-z0-9-]{0,62}[a-z0-9]\.)+(?:(?!-)[a-z0-9-]{1,62}[a-z0-9])$/;
const PATTERN =
  '^(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$';
/** What the local authority can stand for: its keys are P-256 whatever is asked. */
const KEY_ALGORITHMS = ['RSA_2048', 'EC_prime256v1'];

/**
 * The certificate's names, the domain name first, each once. Throws what ACM answers, or what the
 * engine cannot do.
 */
export function requestedNames(input: RequestCertificateRequest): string[] {
  const names = [input.DomainName ?? '', ...(input.SubjectAlternativeNames ?? [])].map((name) =>
    name.toLowerCase(),
  );
  for (const [index, name] of names.entries())
    if (name.length > NAME_CHARACTERS_MAX || !NAME.test(name))
      fail(
        'ValidationException',
        `1 validation error detected: Value '${name}' at '${index === 0 ? 'domainName' : 'subjectAlternativeNames'}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}`,
      );
  const unique = [...new Set(names)];
  if (unique.length > NAMES_MAX)
    fail(
      'LimitExceededException',
      `Error: The maximum number of ${NAMES_MAX} domains (including the primary domain) has been exceeded.`,
    );
  return unique;
}

/** Names what the engine does not do, so that no request is granted in part. */
export function refuseUnsupported(input: RequestCertificateRequest): void {
  const method = input.ValidationMethod ?? 'EMAIL';
  if (method !== 'DNS')
    failNotImplemented(
      `ValidationMethod ${method}${input.ValidationMethod === undefined ? " (ACM's default)" : ''}: the local authority validates by DNS only`,
    );
  if (input.CertificateAuthorityArn !== undefined)
    failNotImplemented(
      'CertificateAuthorityArn: the engine has no private certificate authorities',
    );
  if (input.Options?.Export === 'ENABLED')
    failNotImplemented('Options.Export ENABLED: the local authority does not export certificates');
  if (input.KeyAlgorithm !== undefined && !KEY_ALGORITHMS.includes(input.KeyAlgorithm))
    failNotImplemented(
      `KeyAlgorithm ${input.KeyAlgorithm}: the local authority takes ${KEY_ALGORITHMS.join(' and ')}`,
    );
}

function failNotImplemented(message: string): never {
  return fail('NotImplemented', message, 501);
}
