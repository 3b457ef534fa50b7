import type { RequestCertificateRequest } from '@aws-sdk/client-acm';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { News } from '../../kernel/news.ts';
import { withMembers } from '../../kernel/state/own.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { CertificateAuthority } from './authority.ts';
import { acmTables, type CertificateRecord } from './records.ts';
import { ValidationResolver } from './validation-resolver.ts';
import { Validator } from './validator.ts';

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const TAGS_MAX = 50;

export interface AcmOptions {
  authority: CertificateAuthority;
  /** UDP port of the validation resolver. */
  dnsPort: number;
}

export class AcmStore {
  readonly deps: ServiceDeps;
  readonly authority: CertificateAuthority;
  readonly certificates: RegionTable<CertificateRecord>;
  readonly validator: Validator;
  /** Of certificates, by ARN. */
  readonly news = new News();
  readonly #users: ((arn: string) => string[])[] = [];

  constructor(deps: ServiceDeps, options: AcmOptions) {
    this.deps = deps;
    this.authority = options.authority;
    this.certificates = new RegionTable(deps.state, acmTables.certificates);
    const server = { address: deps.addresses.validationResolver, port: options.dnsPort };
    this.validator = new Validator(deps, new ValidationResolver(server, deps.clock));
  }

  put(certificate: CertificateRecord): void {
    this.certificates.put(certificate.region, certificate.id, certificate);
    this.news.tell(certificate.arn);
  }

  certificate(region: string, arn: string | undefined): CertificateRecord {
    const match = /^arn:aws:acm:([a-z0-9-]+):(\d{12}):certificate\/([\w-]+)$/.exec(arn ?? '');
    if (match === null) fail('InvalidArnException', `Invalid ARN: ${arn}`);
    const certificate = this.certificates.get(region, match[3] ?? '');
    if (certificate?.arn === arn && certificate !== undefined) return certificate;
    return fail('ResourceNotFoundException', `Could not find certificate ${arn}.`);
  }

  addUser(finder: (arn: string) => string[]): void {
    this.#users.push(finder);
  }

  /** The ARNs of what uses a certificate. */
  usersOf(arn: string): string[] {
    return this.#users.flatMap((finder) => finder(arn));
  }
}

/** Throws when there would be too many. */
export function mergeTags(
  tags: Record<string, string>,
  added: RequestCertificateRequest['Tags'],
): Record<string, string> {
  const pairs = (added ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
  const merged = withMembers(tags, pairs);
  if (Object.keys(merged).length > TAGS_MAX)
    fail('TooManyTagsException', `A certificate can have at most ${TAGS_MAX} tags.`);
  return merged;
}
