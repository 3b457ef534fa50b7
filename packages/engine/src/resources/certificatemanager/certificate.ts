import type {
  CertificateDetail,
  DomainValidation,
  RequestCertificateRequest,
} from '@aws-sdk/client-acm';
import { fail } from '../../kernel/fail.ts';
import { butFor, passesButFor } from '../../kernel/support.ts';
import { baseDomain } from '../../services/acm/validation-record.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { CertificateManagerCertificateDomainValidationOption as ValidationOption } from '../properties.generated.ts';
import { required } from '../required.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';
import { within } from '../within.ts';

/** What CloudFormation gives the validation record. */
const VALIDATION_TTL_SECONDS = 300;
/**
 * A pending certificate is looked at when it changes; this often it would be without, in AWS time.
 */
const LOOK_AGAIN_MS = 60_000;
const DNS_ONLY = { refused: 'the local authority validates by DNS only' };
const DOMAIN_NAME = 'DomainValidationOptions.DomainName';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html */
const type = resourceType('AWS::CertificateManager::Certificate', {
  CertificateAuthorityArn: { refused: 'the local engine has no private certificate authorities' },
  CertificateExport: {
    except: { ENABLED: { refused: 'the local authority does not export certificates' } },
  },
  CertificateTransparencyLoggingPreference: {
    except: {
      ENABLED: { inert: 'on AWS, the certificate would be in public transparency logs' },
    },
  },
  DomainName: 'passes',
  DomainValidationOptions: 'works',
  'DomainValidationOptions.ValidationDomain': {
    inert:
      'on AWS, the domain of the addresses that validation mail goes to; here validation is by DNS',
  },
  KeyAlgorithm: {
    passes: true,
    except: {
      RSA_2048: { inert: 'on AWS, the kind of key; here every certificate has a P-256 key' },
      ...butFor(['RSA_1024', 'RSA_3072', 'RSA_4096', 'EC_secp384r1', 'EC_secp521r1'], {
        refused: 'the local authority takes RSA_2048 and EC_prime256v1',
      }).except,
    },
  },
  SubjectAlternativeNames: 'passes',
  Tags: 'passes',
  ValidationMethod: passesButFor(['EMAIL', 'HTTP'], DNS_ONLY),
});

export const certificate = type.handler({
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
  refuses: ({ ValidationMethod: method }) =>
    method === undefined
      ? [{ path: '#/ValidationMethod', message: `EMAIL is the default: ${DNS_ONLY.refused}` }]
      : [],

  async create(properties, context) {
    const { acm } = context.services;
    const { CertificateArn: arn = '' } = acm.operations.RequestCertificate(
      context.request,
      type.passed<RequestCertificateRequest>(properties),
    );
    context.identified(arn);
    await undoing(
      () => acm.operations.DeleteCertificate(context.request, { CertificateArn: arn }),
      async () => {
        await publishValidationRecords(arn, properties.DomainValidationOptions, context);
        await issued(arn, context);
      },
    );
    return { physicalId: arn, attributes: { CertificateArn: arn } };
  },

  async update(properties, previous, physicalId, context) {
    const { acm } = context.services;
    const about = { CertificateArn: physicalId };
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    acm.operations.RemoveTagsFromCertificate(context.request, {
      ...about,
      Tags: goneKeys.map((Key) => ({ Key })),
    });
    acm.operations.AddTagsToCertificate(context.request, { ...about, Tags: wanted });
    return { physicalId, attributes: about };
  },

  /**
   * The validation record stays in the zone, as on AWS: other certificates may live by it. A zone
   * that CloudFormation is to delete must be rid of it first.
   * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1603
   */
  async remove(physicalId, _properties, context) {
    unlessMissing(['ResourceNotFoundException', 'InvalidArnException'], () =>
      context.services.acm.operations.DeleteCertificate(context.request, {
        CertificateArn: physicalId,
      }),
    );
  },
});

/** Reports every record, and puts those into Route 53 whose hosted zone the template names. */
async function publishValidationRecords(
  arn: string,
  options: readonly ValidationOption[] | undefined,
  context: HandlerContext,
): Promise<void> {
  const { acm, route53 } = context.services;
  const zones = new Map<string, string>();
  for (const { DomainName, HostedZoneId } of options ?? [])
    if (HostedZoneId !== undefined)
      zones.set(baseDomain(required(DomainName, DOMAIN_NAME)), HostedZoneId);
  for (const { DomainName: name = '', ResourceRecord: record } of distinct(
    describe(arn, context),
  )) {
    const zoneId = zones.get(baseDomain(name));
    if (zoneId !== undefined)
      route53.operations.ChangeResourceRecordSets(context.request, {
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
async function issued(arn: string, context: HandlerContext): Promise<void> {
  for (;;) {
    const news = context.services.acm.changed(arn);
    const { Status: status } = describe(arn, context);
    if (status === 'ISSUED') return;
    if (status !== 'PENDING_VALIDATION')
      fail('NotStabilized', `DNS Record Set is not available. Certificate is in ${status} status.`);
    await within(LOOK_AGAIN_MS, news, context);
  }
}

function describe(arn: string, context: HandlerContext): CertificateDetail {
  const { Certificate } = context.services.acm.operations.DescribeCertificate(context.request, {
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
