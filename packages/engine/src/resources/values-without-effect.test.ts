import { describe, expect, test } from 'vitest';
import { inertProperties } from '../services/cloudformation/schema/handler-properties.ts';
import { checkedProperties } from './properties-testkit.ts';
import { findResourceHandler } from './registry.ts';

/** Paths of what `understudy status` lists as accepted without effect. */
function inert(type: string, properties: object): string[] {
  const handler = findResourceHandler(type);
  if (handler === undefined) throw new Error(`no handler of ${type}`);
  return inertProperties(handler, checkedProperties(type, properties)).map(
    ({ property }) => property,
  );
}

describe('a value is told as without effect only where it differs from what is done here', () => {
  test.each([
    ['Standard', 'text', []],
    ['Intelligent-Tiering', 'text', []],
    ['Advanced', 'aws:ec2:image', ['DataType', 'Tier']],
  ])('AWS::SSM::Parameter: %s, %s', (Tier, DataType, expected) => {
    const properties = { Type: 'String', Value: 'blue', DataType, Tier };
    expect(inert('AWS::SSM::Parameter', properties)).toEqual(expected);
  });

  test.each([
    ['EC_prime256v1', 'DISABLED', []],
    ['RSA_2048', 'ENABLED', ['KeyAlgorithm', 'CertificateTransparencyLoggingPreference']],
  ])('AWS::CertificateManager::Certificate: %s, %s', (KeyAlgorithm, logging, expected) => {
    const properties = {
      DomainName: 'ticketing.pw',
      KeyAlgorithm,
      CertificateTransparencyLoggingPreference: logging,
    };
    expect(inert('AWS::CertificateManager::Certificate', properties)).toEqual(expected);
  });
});
