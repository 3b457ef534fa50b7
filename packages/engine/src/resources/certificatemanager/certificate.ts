import type { CertificateDetail, DomainValidation } from '@aws-sdk/client-acm';
import { AwsError } from '@understudy/wire';
import type { ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { baseDomain } from '../../services/acm/validation-record.ts';
import { PropertyReader } from '../reader.ts';
import { within } from '../within.ts';
import { unlessMissing } from '../unless-missing.ts';

/** What CloudFormation gives the validation record. */
const VALIDATION_TTL_SECONDS = 300;
/** A pending certificate is looked at when it changes; this often it would be without, in AWS time. */
const LOOK_AGAIN_MS = 60_000;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html */
export const certificate: ResourceHandler = {
  type: 'AWS::CertificateManager::Certificate',
  properties: {
    CertificateAuthorityArn: { refused: 'the local engine has no private certificate authorities' },
    CertificateExport: 'works',
    CertificateTransparencyLoggingPreference: {
      inert: 'on AWS, the certificate would be in public transparency logs',
    },
    DomainName: 'works',
    DomainValidationOptions: 'works',
    'DomainValidationOptions.ValidationDomain': {
      inert:
        'on AWS, the domain of the addresses that validation mail goes to; here validation is by DNS',
    },
    KeyAlgorithm: { inert: 'on AWS, the kind of key; here every certificate has a P-256 key' },
    SubjectAlternativeNames: 'works',
    Tags: 'works',
    ValidationMethod: 'works',
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { acm } = context.services;
    const exported = reader.text('CertificateExport');
    const { CertificateArn: arn = '' } = acm.requestCertificate(context.request, {
      DomainName: reader.requiredText('DomainName'),
      SubjectAlternativeNames: reader.texts('SubjectAlternativeNames'),
      ValidationMethod: reader.text('ValidationMethod') as 'DNS' | undefined,
      KeyAlgorithm: reader.text('KeyAlgorithm') as 'EC_prime256v1' | undefined,
      Options: exported === undefined ? undefined : { Export: exported as 'ENABLED' | 'DISABLED' },
      Tags: reader.tags(),
    });
    context.identified(arn);
    try {
      await publishValidationRecords(reader, arn, context);
      await issued(arn, context);
    } catch (error) {
      // Nobody would know of it any more: CloudFormation removes what failed to be created.
      acm.deleteCertificate(context.request, { CertificateArn: arn });
      throw error;
    }
    return { physicalId: arn, attributes: { CertificateArn: arn } };
  },

  async update(properties, previous, physicalId, context) {
    const { acm } = context.services;
    const tags = new PropertyReader(properties).tags();
    const kept = new Set(tags.map((tag) => tag.Key));
    const gone = new PropertyReader(previous).tags().filter((tag) => !kept.has(tag.Key));
    acm.removeTags(context.request, { CertificateArn: physicalId, Tags: gone });
    acm.addTags(context.request, { CertificateArn: physicalId, Tags: tags });
    return { physicalId, attributes: { CertificateArn: physicalId } };
  },

  /**
   * The validation record stays in the zone, as on AWS: other certificates may live by it. A zone that CloudFormation
   * is to delete must be rid of it first. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1603
   */
  async remove(physicalId, _properties, context) {
    unlessMissing(['ResourceNotFoundException', 'InvalidArnException'], () =>
      context.services.acm.deleteCertificate(context.request, { CertificateArn: physicalId }),
    );
  },
};

/** Reports every record, and puts those into Route 53 whose hosted zone the template names. */
async function publishValidationRecords(
  reader: PropertyReader,
  arn: string,
  context: ResourceContext,
): Promise<void> {
  const { acm, route53 } = context.services;
  const zones = new Map(
    (reader.objects('DomainValidationOptions') ?? []).flatMap((option) => {
      const zoneId = option.text('HostedZoneId');
      return zoneId === undefined ? [] : [[baseDomain(option.requiredText('DomainName')), zoneId]];
    }),
  );
  for (const { DomainName: name = '', ResourceRecord: record } of distinct(
    describe(arn, context),
  )) {
    const zoneId = zones.get(baseDomain(name));
    if (zoneId !== undefined)
      route53.records.change({
        HostedZoneId: zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: {
                Name: record?.Name,
                Type: 'CNAME',
                TTL: VALIDATION_TTL_SECONDS,
                ResourceRecords: [{ Value: record?.Value }],
              },
            },
          ],
        },
      });
    context.progress(
      `Content of DNS Record is: {Name: ${record?.Name},Type: CNAME,Value: ${record?.Value}}`,
    );
  }
  await route53.settled();
  acm.wake();
}

/** Resolves when ACM has issued; the wait ends with the stack's signal. */
async function issued(arn: string, context: ResourceContext): Promise<void> {
  for (;;) {
    const news = context.services.acm.changed(arn);
    const { Status: status } = describe(arn, context);
    if (status === 'ISSUED') return;
    if (status !== 'PENDING_VALIDATION')
      throw new AwsError({
        code: 'NotStabilized',
        message: `DNS Record Set is not available. Certificate is in ${status} status.`,
      });
    await within(LOOK_AGAIN_MS, news, context);
  }
}

function describe(arn: string, context: ResourceContext): CertificateDetail {
  const { Certificate } = context.services.acm.describeCertificate(context.request, {
    CertificateArn: arn,
  });
  return Certificate ?? {};
}

/** The apex and its wildcard have one record. */
function distinct(detail: CertificateDetail): DomainValidation[] {
  const byRecord = new Map<string | undefined, DomainValidation>();
  for (const option of detail.DomainValidationOptions ?? [])
    byRecord.set(option.ResourceRecord?.Name, option);
  return [...byRecord.values()];
}
