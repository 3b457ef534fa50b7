import { X509Certificate } from 'node:crypto';
import type {
  DeleteCertificateRequest,
  DescribeCertificateRequest,
  DescribeCertificateResponse,
  GetCertificateRequest,
  GetCertificateResponse,
  ListCertificatesRequest,
  ListCertificatesResponse,
  RequestCertificateRequest,
  RequestCertificateResponse,
} from '@aws-sdk/client-acm';
import { fail } from '../../kernel/fail.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import { page, sizeProblem } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AcmStore, mergeTags } from './acm-store.ts';
import type { CertificateRecord } from './records.ts';
import { describeCertificate as describe, summarizeCertificate } from './certificate-shape.ts';
import { refuseUnsupported, requestedNames } from './check-request.ts';
import { startValidation } from './issue.ts';

/** RequestCertificate: "Idempotency tokens time out after one hour". */
const IDEMPOTENCY_MS = 3_600_000;
/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const CERTIFICATES_MAX = 2500;
const PAGE_ITEMS_MAX = 1000;

export const certificateOperations = {
  RequestCertificate: operation(requestCertificate, {
    accepts: [
      'DomainName',
      'ValidationMethod',
      'SubjectAlternativeNames',
      'IdempotencyToken',
      'DomainValidationOptions',
      'Options',
      'CertificateAuthorityArn',
      'Tags',
      'KeyAlgorithm',
    ],
  }),
  DescribeCertificate: operation(describeCertificate),
  GetCertificate: operation(getCertificate),
  ListCertificates: operation(listCertificates, {
    accepts: ['CertificateStatuses', 'MaxItems', 'NextToken'],
  }),
  DeleteCertificate: operation(deleteCertificate),
};

function requestCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: RequestCertificateRequest,
): RequestCertificateResponse {
  refuseUnsupported(input);
  const names = requestedNames(input);
  const existing = store.certificates.list(region);
  const nowMs = store.deps.clock.nowMs();
  const same = existing.find(
    (certificate) =>
      input.IdempotencyToken !== undefined &&
      certificate.idempotencyToken === input.IdempotencyToken &&
      nowMs - certificate.createdMs < IDEMPOTENCY_MS &&
      certificate.names.join() === names.join(),
  );
  if (same !== undefined) return { CertificateArn: same.arn };
  if (existing.length >= CERTIFICATES_MAX)
    fail(
      'LimitExceededException',
      `Error: you have reached your limit of ${CERTIFICATES_MAX} certificates.`,
    );
  const id = uuid(store.deps.random);
  const certificate: CertificateRecord = {
    id,
    arn: `arn:aws:acm:${region}:${store.deps.account}:certificate/${id}`,
    region,
    names,
    status: 'PENDING_VALIDATION',
    createdMs: nowMs,
    seen: [],
    ...(input.IdempotencyToken === undefined ? {} : { idempotencyToken: input.IdempotencyToken }),
    transparencyLogging: input.Options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
    tags: mergeTags({}, input.Tags),
  };
  store.put(certificate);
  startValidation(store, certificate);
  return { CertificateArn: certificate.arn };
}

function describeCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: DescribeCertificateRequest,
): DescribeCertificateResponse {
  const certificate = store.certificate(region, input.CertificateArn);
  return {
    Certificate: describe(certificate, store.deps.account, store.usersOf(certificate.arn)),
  };
}

function getCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: GetCertificateRequest,
): GetCertificateResponse {
  const { arn, status, material } = store.certificate(region, input.CertificateArn);
  if (status !== 'ISSUED' || material === undefined)
    fail(
      'RequestInProgressException',
      `The certificate ${arn} is not issued: its status is ${status}.`,
    );
  const leaf = new X509Certificate(material.certificateChainPem).toString();
  return {
    Certificate: leaf,
    CertificateChain: material.certificateChainPem.slice(leaf.length).trimStart(),
  };
}

function listCertificates(
  store: AcmStore,
  { region }: RequestContext,
  input: ListCertificatesRequest,
): ListCertificatesResponse {
  const statuses = input.CertificateStatuses ?? [];
  const certificates = store.certificates
    .list(region)
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .filter(({ id }) => id >= (input.NextToken ?? ''));
  const problem = sizeProblem(input.MaxItems, 'maxItems', { max: PAGE_ITEMS_MAX });
  if (problem !== undefined) fail('ValidationException', problem);
  const { items, next } = page(certificates, { size: input.MaxItems, max: PAGE_ITEMS_MAX });
  return {
    CertificateSummaryList: items.map((certificate) =>
      summarizeCertificate(certificate, store.usersOf(certificate.arn).length > 0),
    ),
    ...(next === undefined ? {} : { NextToken: next.id }),
  };
}

function deleteCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: DeleteCertificateRequest,
): void {
  const certificate = store.certificate(region, input.CertificateArn);
  if (store.usersOf(certificate.arn).length > 0)
    fail(
      'ResourceInUseException',
      `Certificate ${certificate.arn} in account ${store.deps.account} is in use.`,
    );
  store.validator.cancel(certificate.arn);
  store.certificates.delete(certificate.region, certificate.id);
  store.news.tell(certificate.arn);
  store.deps.dataPlane.changed();
}
