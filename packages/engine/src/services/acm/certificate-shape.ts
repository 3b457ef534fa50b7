import { X509Certificate } from 'node:crypto';
import type { CertificateDetail, CertificateSummary, DomainStatus } from '@aws-sdk/client-acm';
import type { CertificateRecord } from './records.ts';
import { baseDomain, validationRecord } from './validation-record.ts';

/** As DescribeCertificate shows it. */
export function describeCertificate(
  certificate: CertificateRecord,
  account: string,
  inUseBy: string[],
): CertificateDetail {
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.names[0],
    SubjectAlternativeNames: certificate.names,
    DomainValidationOptions: certificate.names.map((name) => {
      const record = validationRecord(account, name);
      return {
        DomainName: name,
        ValidationDomain: name,
        ValidationStatus: domainStatus(certificate, name),
        ResourceRecord: { Name: record.name, Type: 'CNAME', Value: record.value },
        ValidationMethod: 'DNS',
      };
    }),
    Subject: `CN=${certificate.names[0]}`,
    Issuer: 'Understudy',
    CreatedAt: new Date(certificate.createdMs),
    Status: certificate.status,
    KeyAlgorithm: 'EC_prime256v1',
    SignatureAlgorithm: 'SHA256WITHECDSA',
    InUseBy: inUseBy,
    Type: 'AMAZON_ISSUED',
    RenewalEligibility: 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: certificate.transparencyLogging },
    ...(certificate.failureReason === undefined
      ? {}
      : { FailureReason: certificate.failureReason }),
    ...issuedMembers(certificate),
  };
}

export function summarizeCertificate(
  certificate: CertificateRecord,
  inUse: boolean,
): CertificateSummary {
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.names[0],
    SubjectAlternativeNameSummaries: certificate.names,
    HasAdditionalSubjectAlternativeNames: false,
    Status: certificate.status,
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: 'EC_prime256v1',
    InUse: inUse,
    RenewalEligibility: 'INELIGIBLE',
    CreatedAt: new Date(certificate.createdMs),
    ...(certificate.issuedMs === undefined ? {} : { IssuedAt: new Date(certificate.issuedMs) }),
  };
}

/**
 * What is read from the certificate itself, so that it is what clients see. Its times are wall
 * time.
 */
function issuedMembers(certificate: CertificateRecord): Partial<CertificateDetail> {
  if (certificate.material === undefined || certificate.issuedMs === undefined) return {};
  const leaf = new X509Certificate(certificate.material.certificateChainPem);
  return {
    Serial: leaf.serialNumber.toLowerCase().replaceAll(/(..)(?=.)/g, '$1:'),
    Issuer: leaf.issuer.replaceAll('\n', ', '),
    IssuedAt: new Date(certificate.issuedMs),
    NotBefore: leaf.validFromDate,
    NotAfter: leaf.validToDate,
    KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }],
    ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
  };
}

function domainStatus(certificate: CertificateRecord, name: string): DomainStatus {
  if (certificate.seen.includes(baseDomain(name))) return 'SUCCESS';
  return certificate.status === 'PENDING_VALIDATION' ? 'PENDING_VALIDATION' : 'FAILED';
}
