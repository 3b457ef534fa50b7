import type {
  CertificateStatus,
  FailureReason,
  RequestCertificateRequest,
} from '@aws-sdk/client-acm';
import type { CertificateMaterial } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { withMembers } from '../../kernel/own.ts';

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const TAGS_MAX = 50;

export interface StoredCertificate {
  id: string;
  arn: string;
  region: string;
  /** The domain name first. */
  names: string[];
  status: CertificateStatus;
  failureReason?: FailureReason;
  createdMs: number;
  issuedMs?: number;
  /** Base domains whose record has been seen. */
  seen: string[];
  idempotencyToken?: string;
  transparencyLogging: 'ENABLED' | 'DISABLED';
  tags: Record<string, string>;
  material?: CertificateMaterial;
}

/** Throws when there would be too many. */
export function mergeTags(
  tags: Record<string, string>,
  added: RequestCertificateRequest['Tags'],
): Record<string, string> {
  const pairs = (added ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
  const merged = withMembers(tags, pairs);
  if (Object.keys(merged).length > TAGS_MAX)
    throw new AwsError({
      code: 'TooManyTagsException',
      message: `A certificate can have at most ${TAGS_MAX} tags.`,
    });
  return merged;
}
