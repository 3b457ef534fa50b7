import type { ModifyTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CreateComponentRequest } from '@aws-sdk/client-imagebuilder';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type {
  ElasticLoadBalancingV2ListenerCertificateProperties as ListenerCertificate,
  ImageBuilderComponentProperties,
  SSMParameterProperties,
} from './properties.generated.ts';
import { resourceType } from './resource-type.ts';

const INERT = { inert: 'a test' };

const certificates = resourceType('AWS::ElasticLoadBalancingV2::ListenerCertificate', {
  Certificates: 'passes',
  ListenerArn: 'passes',
});

const parameter = resourceType('AWS::SSM::Parameter', {
  AllowedPattern: INERT,
  DataType: INERT,
  Description: 'passes',
  Name: 'passes',
  Policies: INERT,
  Tags: 'works',
  Tier: { except: { Advanced: { refused: 'a test' } } },
  Type: 'passes',
  Value: 'passes',
});

const tiers = resourceType('AWS::SSM::Parameter', {
  AllowedPattern: { ...INERT, passes: true },
  DataType: INERT,
  Description: INERT,
  Name: 'works',
  Policies: INERT,
  Tags: 'works',
  Tier: { passes: true, except: { Advanced: INERT } },
  Type: 'works',
  Value: 'works',
});

const component = resourceType(
  'AWS::ImageBuilder::Component',
  {
    ChangeDescription: 'passes',
    Data: 'works',
    Description: INERT,
    KmsKeyId: INERT,
    Name: 'passes',
    Platform: 'passes',
    SupportedOsVersions: INERT,
    Tags: 'passes',
    Uri: { refused: 'a test' },
    Version: 'works',
  },
  'camelCase',
);

const componentProperties: ImageBuilderComponentProperties = {
  ChangeDescription: 'first',
  Data: 'schemaVersion: 1.0',
  Description: 'a test',
  Name: 'site',
  Platform: 'Linux',
  SupportedOsVersions: ['Amazon Linux 2023'],
  Tags: { Site: 'ticketing' },
  Version: '1.0.0',
};

const properties: SSMParameterProperties = { Name: 'a', Type: 'String', Value: '1', Tier: 'x' };

interface PutParameter {
  Name: string | undefined;
  Description?: string | undefined;
  Type?: 'String' | 'StringList' | undefined;
  Value: string;
  Tier?: string;
}

type ComponentInPascalCase = {
  [K in 'ChangeDescription' | 'Name' | 'Platform' | 'Tags']: unknown;
};

describe('a resource type', () => {
  test('hands on what passes, under its name, in the types of the operation', () => {
    const input = parameter.passed<PutParameter>(properties);
    expect(input).toEqual({ Name: 'a', Type: 'String', Value: '1' });
    expectTypeOf(input).toEqualTypeOf<
      Pick<PutParameter, 'Name' | 'Description' | 'Type' | 'Value'>
    >();
  });

  test('hands on also what has no effect, or not every effect, where that is said', () => {
    const given = { ...properties, AllowedPattern: 'a', DataType: 'text' };
    const input = tiers.passed<PutParameter & { AllowedPattern?: string }>(given);
    expect(input).toEqual({ AllowedPattern: 'a', Tier: 'x' });
    expectTypeOf(input).toEqualTypeOf<{ AllowedPattern?: string; Tier?: string }>();
  });

  test('hands on only what may change in place', () => {
    expect(parameter.changeable<PutParameter>(properties)).toEqual({ Type: 'String', Value: '1' });
  });

  test("spells names as the service's API does, and leaves the keys of maps", () => {
    const input = component.passed<CreateComponentRequest>(componentProperties);
    expect(input).toEqual({
      changeDescription: 'first',
      name: 'site',
      platform: 'Linux',
      tags: { Site: 'ticketing' },
    });
    expectTypeOf(input).toEqualTypeOf<
      Pick<CreateComponentRequest, 'changeDescription' | 'name' | 'platform' | 'tags'>
    >();
    // @ts-expect-error The API has them in camelCase.
    expect(component.passed<ComponentInPascalCase>(componentProperties)).toBeDefined();
  });

  test('has the table for CloudFormation', () => {
    const handler = parameter.handler({
      create: () => Promise.resolve({ physicalId: 'a', attributes: {} }),
      update: () => Promise.resolve({ physicalId: 'a', attributes: {} }),
      remove: () => Promise.resolve(),
    });
    expect(handler.type).toBe('AWS::SSM::Parameter');
    expect(handler.properties['Value']).toBe('passes');
  });

  test('is refused by the compiler where a property does not fit the operation', () => {
    const given: ListenerCertificate = { ListenerArn: 'arn', Certificates: [] };
    // @ts-expect-error ModifyTargetGroup takes neither.
    expect(certificates.passed<ModifyTargetGroupInput>(given)).toEqual(given);
    // @ts-expect-error Value is text.
    expect(parameter.passed<{ Value?: number }>(properties)).toBeDefined();
    // @ts-expect-error A property is missing.
    resourceType('AWS::ElasticLoadBalancingV2::ListenerCertificate', { ListenerArn: 'works' });
    resourceType('AWS::ElasticLoadBalancingV2::ListenerCertificate', {
      Certificates: 'works',
      ListenerArn: 'works',
      // @ts-expect-error The type has no such property.
      Listener: 'works',
    });
  });
});
