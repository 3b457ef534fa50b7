import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
  Certificate,
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
  RemoveListenerCertificatesInput,
  RemoveListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';

/**
 * Beyond the default one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const ADDITIONAL_CERTIFICATES_MAX = 25;

export const listenerCertificateOperations = {
  AddListenerCertificates: operation(addListenerCertificates),
  RemoveListenerCertificates: operation(removeListenerCertificates),
  DescribeListenerCertificates: operation(describeListenerCertificates),
};

function addListenerCertificates(
  store: ElbV2Store,
  context: RequestContext,
  input: AddListenerCertificatesInput,
): AddListenerCertificatesOutput {
  const { region } = context;
  const record = store.listener(region, required(input.ListenerArn, 'ListenerArn'));
  if (record.protocol !== 'HTTPS')
    fail('ValidationError', 'A certificate cannot be specified for HTTP listeners');
  const added = checkCertificates(store, region, required(input.Certificates, 'Certificates'));
  const certificateArns = [...new Set([...record.certificateArns, ...added])];
  if (certificateArns.length > ADDITIONAL_CERTIFICATES_MAX + 1)
    fail('TooManyCertificates', 'The maximum number of certificates has been reached');
  store.listeners.put(region, record.arn, { ...record, certificateArns });
  store.changed();
  return { Certificates: added.map((arn) => ({ CertificateArn: arn, IsDefault: false })) };
}

function removeListenerCertificates(
  store: ElbV2Store,
  context: RequestContext,
  input: RemoveListenerCertificatesInput,
): RemoveListenerCertificatesOutput {
  const { region } = context;
  const record = store.listener(region, required(input.ListenerArn, 'ListenerArn'));
  const removed = new Set(
    required(input.Certificates, 'Certificates').map(({ CertificateArn: arn }) => arn ?? ''),
  );
  if (removed.has(record.certificateArns[0] ?? ''))
    fail('OperationNotPermitted', 'The default certificate cannot be removed from the listener');
  const certificateArns = record.certificateArns.filter((arn) => !removed.has(arn));
  store.listeners.put(region, record.arn, { ...record, certificateArns });
  store.changed();
  return {};
}

function describeListenerCertificates(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeListenerCertificatesInput,
): DescribeListenerCertificatesOutput {
  const arn = required(input.ListenerArn, 'ListenerArn');
  const { certificateArns } = store.listener(context.region, arn);
  return {
    Certificates: certificateArns.map((certificateArn, index) => ({
      CertificateArn: certificateArn,
      IsDefault: index === 0,
    })),
  };
}

/**
 * A listener takes certificates of its own region only.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
export function checkCertificates(
  store: ElbV2Store,
  region: string,
  given: readonly Certificate[],
): string[] {
  return given.map(({ CertificateArn: arn = '' }) => {
    const ownRegion = arn.split(':')[3] === region;
    if (!ownRegion || store.certificates.certificateMaterial(arn, region) === undefined)
      fail('CertificateNotFound', `Certificate '${arn}' not found`);
    return arn;
  });
}
