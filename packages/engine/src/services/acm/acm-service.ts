import { X509Certificate } from 'node:crypto';
import type {
  AddTagsToCertificateRequest,
  DeleteCertificateRequest,
  DescribeCertificateRequest,
  DescribeCertificateResponse,
  GetCertificateRequest,
  GetCertificateResponse,
  ListCertificatesRequest,
  ListCertificatesResponse,
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse,
  RemoveTagsFromCertificateRequest,
  RequestCertificateRequest,
  RequestCertificateResponse,
} from '@aws-sdk/client-acm';
import type { CertificateMaterial } from '@understudy/contract';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { News } from '../../kernel/news.ts';
import { RegionTable } from '../../kernel/region-table.ts';
import type { Operation, RequestContext, Service, Stoppable } from '../../kernel/service.ts';
import type { CertificateAuthority } from './authority.ts';
import { describeCertificate, summarizeCertificate } from './certificate-shape.ts';
import { refuseUnsupported, requestedNames } from './request-policy.ts';
import { baseDomain } from './validation-record.ts';
import { mergeTags, type StoredCertificate } from './stored-certificate.ts';
import { ValidationResolver } from './validation-resolver.ts';
import { type ValidationOutcome, Validator } from './validator.ts';

/** RequestCertificate: "Idempotency tokens time out after one hour". */
const IDEMPOTENCY_MS = 3_600_000;
/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const CERTIFICATES_MAX = 2500;
const PAGE_ITEMS_MAX = 1000;

export interface AcmOptions {
  authority: CertificateAuthority;
  /** UDP port of the validation resolver. */
  dnsPort: number;
}

/** Certificates by DNS validation, really validated through the delegation and really issued. */
export class AcmService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'acm',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  /** Also issues the engine's own certificates. */
  readonly authority: CertificateAuthority;
  readonly #deps: ServiceDeps;
  readonly #table: RegionTable<StoredCertificate>;
  readonly #validator: Validator;
  readonly #news = new News();
  readonly #users: ((arn: string) => string[])[] = [];

  constructor(deps: ServiceDeps, options: AcmOptions) {
    this.#deps = deps;
    this.authority = options.authority;
    this.#table = new RegionTable(deps.state, 'acm/certificates');
    const server = { address: deps.addresses.validationResolver, port: options.dnsPort };
    this.#validator = new Validator(deps, new ValidationResolver(server, deps.clock));
    for (const certificate of this.#table.all())
      if (certificate.status === 'PENDING_VALIDATION') this.#validate(certificate);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-acm');
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    RequestCertificate: (context: RequestContext, input: RequestCertificateRequest) =>
      this.requestCertificate(context, input),
    DescribeCertificate: (context: RequestContext, input: DescribeCertificateRequest) =>
      this.describeCertificate(context, input),
    GetCertificate: (context: RequestContext, input: GetCertificateRequest) =>
      this.getCertificate(context, input),
    ListCertificates: (context: RequestContext, input: ListCertificatesRequest) =>
      this.listCertificates(context, input),
    DeleteCertificate: (context: RequestContext, input: DeleteCertificateRequest) =>
      this.deleteCertificate(context, input),
    AddTagsToCertificate: (context: RequestContext, input: AddTagsToCertificateRequest) =>
      this.addTags(context, input),
    RemoveTagsFromCertificate: (context: RequestContext, input: RemoveTagsFromCertificateRequest) =>
      this.removeTags(context, input),
    ListTagsForCertificate: (context: RequestContext, input: ListTagsForCertificateRequest) =>
      this.listTags(context, input),
  };

  /** The certificate and its key, for whoever serves it; undefined unless it is ISSUED in that region. */
  certificateMaterial(arn: string, region: string): CertificateMaterial | undefined {
    const certificate = this.#table.get(region, arn.split('/').at(-1) ?? '');
    if (certificate?.arn !== arn || certificate.status !== 'ISSUED') return undefined;
    return certificate.material;
  }

  /** `finder` tells the ARNs of what uses a certificate, which then cannot be deleted. */
  addUser(finder: (arn: string) => string[]): void {
    this.#users.push(finder);
  }

  /** Resolves when a certificate next changes, or is deleted. */
  changed(arn: string): Promise<void> {
    return this.#news.next(arn);
  }

  /** The DNS has changed: pending certificates are looked at now. */
  wake(): void {
    this.#validator.wake();
  }

  stop(): Promise<void> {
    return this.#validator.stop();
  }

  requestCertificate(
    context: RequestContext,
    input: RequestCertificateRequest,
  ): RequestCertificateResponse {
    refuseUnsupported(input);
    const names = requestedNames(input);
    const existing = this.#table.list(context.region);
    const nowMs = this.#deps.clock.nowMs();
    const same = existing.find(
      (certificate) =>
        input.IdempotencyToken !== undefined &&
        certificate.idempotencyToken === input.IdempotencyToken &&
        nowMs - certificate.createdMs < IDEMPOTENCY_MS &&
        certificate.names.join() === names.join(),
    );
    if (same !== undefined) return { CertificateArn: same.arn };
    if (existing.length >= CERTIFICATES_MAX)
      throw new AwsError({
        code: 'LimitExceededException',
        message: `Error: you have reached your limit of ${CERTIFICATES_MAX} certificates.`,
      });
    const id = uuid(this.#deps.random);
    const certificate: StoredCertificate = {
      id,
      arn: `arn:aws:acm:${context.region}:${this.#deps.account}:certificate/${id}`,
      region: context.region,
      names,
      status: 'PENDING_VALIDATION',
      createdMs: nowMs,
      seen: [],
      ...(input.IdempotencyToken === undefined ? {} : { idempotencyToken: input.IdempotencyToken }),
      transparencyLogging: input.Options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
      tags: mergeTags({}, input.Tags),
    };
    this.#put(certificate);
    this.#validate(certificate);
    return { CertificateArn: certificate.arn };
  }

  describeCertificate(
    context: RequestContext,
    input: DescribeCertificateRequest,
  ): DescribeCertificateResponse {
    const certificate = this.#find(context, input.CertificateArn);
    return {
      Certificate: describeCertificate(
        certificate,
        this.#deps.account,
        this.usersOf(certificate.arn),
      ),
    };
  }

  getCertificate(context: RequestContext, input: GetCertificateRequest): GetCertificateResponse {
    const { arn, status, material } = this.#find(context, input.CertificateArn);
    if (status !== 'ISSUED' || material === undefined)
      throw new AwsError({
        code: 'RequestInProgressException',
        message: `The certificate ${arn} is not issued: its status is ${status}.`,
      });
    const leaf = new X509Certificate(material.certificateChainPem).toString();
    return {
      Certificate: leaf,
      CertificateChain: material.certificateChainPem.slice(leaf.length).trimStart(),
    };
  }

  listCertificates(
    context: RequestContext,
    input: ListCertificatesRequest,
  ): ListCertificatesResponse {
    const statuses = input.CertificateStatuses ?? [];
    const certificates = this.#table
      .list(context.region)
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
      .filter(({ id }) => id >= (input.NextToken ?? ''));
    const size = Math.min(input.MaxItems ?? PAGE_ITEMS_MAX, PAGE_ITEMS_MAX);
    const next = certificates[size];
    return {
      CertificateSummaryList: certificates
        .slice(0, size)
        .map((certificate) =>
          summarizeCertificate(certificate, this.usersOf(certificate.arn).length > 0),
        ),
      ...(next === undefined ? {} : { NextToken: next.id }),
    };
  }

  deleteCertificate(context: RequestContext, input: DeleteCertificateRequest): void {
    const certificate = this.#find(context, input.CertificateArn);
    if (this.usersOf(certificate.arn).length > 0)
      throw new AwsError({
        code: 'ResourceInUseException',
        message: `Certificate ${certificate.arn} in account ${this.#deps.account} is in use.`,
      });
    this.#validator.cancel(certificate.arn);
    this.#table.delete(certificate.region, certificate.id);
    this.#news.tell(certificate.arn);
    this.#deps.dataPlane.changed();
  }

  addTags(context: RequestContext, input: AddTagsToCertificateRequest): void {
    const certificate = this.#find(context, input.CertificateArn);
    this.#put({ ...certificate, tags: mergeTags(certificate.tags, input.Tags) });
  }

  removeTags(context: RequestContext, input: RemoveTagsFromCertificateRequest): void {
    const certificate = this.#find(context, input.CertificateArn);
    const gone = (input.Tags ?? []).map((tag) => tag.Key);
    const kept = Object.entries(certificate.tags).filter(([key]) => !gone.includes(key));
    this.#put({ ...certificate, tags: Object.fromEntries(kept) });
  }

  listTags(
    context: RequestContext,
    input: ListTagsForCertificateRequest,
  ): ListTagsForCertificateResponse {
    const { tags } = this.#find(context, input.CertificateArn);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  usersOf(arn: string): string[] {
    return this.#users.flatMap((finder) => finder(arn));
  }

  #validate({ arn, region, id, names, createdMs }: StoredCertificate): void {
    this.#validator.start({
      arn,
      names,
      createdMs,
      seen: (domain) => {
        const certificate = this.#table.get(region, id);
        if (certificate !== undefined && !certificate.seen.includes(domain))
          this.#put({ ...certificate, seen: [...certificate.seen, baseDomain(domain)] });
      },
      done: (outcome) => this.#conclude(region, id, outcome),
    });
  }

  async #conclude(region: string, id: string, outcome: ValidationOutcome): Promise<void> {
    const pending = this.#table.get(region, id);
    if (pending === undefined) return;
    if (outcome.kind === 'timed-out')
      return this.#put({ ...pending, status: 'VALIDATION_TIMED_OUT' });
    if (outcome.kind === 'failed')
      return this.#put({ ...pending, status: 'FAILED', failureReason: outcome.reason });
    const material = await this.authority.issue(pending.names, pending.arn);
    const current = this.#table.get(region, id);
    // Deleted while it was being issued.
    if (current === undefined) return;
    this.#put({ ...current, status: 'ISSUED', issuedMs: this.#deps.clock.nowMs(), material });
    this.#deps.dataPlane.changed();
  }

  #put(certificate: StoredCertificate): void {
    this.#table.put(certificate.region, certificate.id, certificate);
    this.#news.tell(certificate.arn);
  }

  #find(context: RequestContext, arn: string | undefined): StoredCertificate {
    const match = /^arn:aws:acm:([a-z0-9-]+):(\d{12}):certificate\/([\w-]+)$/.exec(arn ?? '');
    if (match === null)
      throw new AwsError({
        code: 'InvalidArnException',
        message: `Invalid ARN: ${arn}`,
      });
    const certificate = this.#table.get(context.region, match[3] ?? '');
    if (certificate?.arn === arn && certificate !== undefined) return certificate;
    throw new AwsError({
      code: 'ResourceNotFoundException',
      message: `Could not find certificate ${arn}.`,
    });
  }
}
