import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { checkResponseHeadersPolicy } from '../../services/cloudfront/policies.ts';
import { PropertyReader } from '../reader.ts';
import { counted, countedIfAny } from './lists.ts';
import { policyHandler } from './policy-handler.ts';

type Cors = NonNullable<ResponseHeadersPolicyConfig['CorsConfig']>;
type Security = NonNullable<ResponseHeadersPolicyConfig['SecurityHeadersConfig']>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html */
export const responseHeadersPolicy: ResourceHandler = policyHandler({
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  properties: {
    ResponseHeadersPolicyConfig: 'works',
    'ResponseHeadersPolicyConfig.RemoveHeadersConfig': {
      refused: 'the local edge removes no headers of the origin',
    },
  },
  table: ({ policies }) => policies.responseHeadersPolicies,
  read: (properties) => checkResponseHeadersPolicy(readConfig(properties)),
  hasModifiedTime: true,
});

function readConfig(properties: Properties): ResponseHeadersPolicyConfig | undefined {
  const reader = new PropertyReader(properties).object('ResponseHeadersPolicyConfig');
  if (reader === undefined) return undefined;
  const custom = reader.object('CustomHeadersConfig')?.objects('Items');
  const timing = reader.object('ServerTimingHeadersConfig');
  return {
    Name: reader.requiredText('Name'),
    Comment: reader.text('Comment'),
    CorsConfig: readCors(reader.object('CorsConfig')),
    SecurityHeadersConfig: readSecurity(reader.object('SecurityHeadersConfig')),
    ServerTimingHeadersConfig:
      timing === undefined
        ? undefined
        : { Enabled: timing.flag('Enabled'), SamplingRate: timing.number('SamplingRate') },
    CustomHeadersConfig: countedIfAny(
      custom?.map((header) => ({
        Header: header.requiredText('Header'),
        Value: header.text('Value') ?? '',
        Override: header.flag('Override'),
      })),
    ),
  };
}

function readCors(reader: PropertyReader | undefined): Cors | undefined {
  if (reader === undefined) return undefined;
  const items = (name: string): string[] | undefined => reader.object(name)?.texts('Items');
  return {
    AccessControlAllowOrigins: counted(items('AccessControlAllowOrigins')),
    AccessControlAllowHeaders: counted(items('AccessControlAllowHeaders')),
    AccessControlAllowMethods: counted(items('AccessControlAllowMethods') as 'GET'[] | undefined),
    AccessControlAllowCredentials: reader.flag('AccessControlAllowCredentials'),
    AccessControlExposeHeaders: countedIfAny(items('AccessControlExposeHeaders')),
    AccessControlMaxAgeSec: reader.number('AccessControlMaxAgeSec'),
    OriginOverride: reader.flag('OriginOverride'),
  };
}

function readSecurity(reader: PropertyReader | undefined): Security | undefined {
  if (reader === undefined) return undefined;
  const csp = reader.object('ContentSecurityPolicy');
  const type = reader.object('ContentTypeOptions');
  const frame = reader.object('FrameOptions');
  const referrer = reader.object('ReferrerPolicy');
  const hsts = reader.object('StrictTransportSecurity');
  const xss = reader.object('XSSProtection');
  return {
    ContentSecurityPolicy: csp && {
      ContentSecurityPolicy: csp.requiredText('ContentSecurityPolicy'),
      Override: csp.flag('Override'),
    },
    ContentTypeOptions: type && { Override: type.flag('Override') },
    FrameOptions: frame && {
      FrameOption: frame.requiredText('FrameOption') as 'DENY' | 'SAMEORIGIN',
      Override: frame.flag('Override'),
    },
    ReferrerPolicy: referrer && {
      ReferrerPolicy: referrer.requiredText('ReferrerPolicy') as 'no-referrer',
      Override: referrer.flag('Override'),
    },
    StrictTransportSecurity: hsts && {
      AccessControlMaxAgeSec: hsts.requiredNumber('AccessControlMaxAgeSec'),
      IncludeSubdomains: hsts.flag('IncludeSubdomains'),
      Preload: hsts.flag('Preload'),
      Override: hsts.flag('Override'),
    },
    XSSProtection: xss && {
      Protection: xss.flag('Protection'),
      ModeBlock: xss.flag('ModeBlock'),
      ReportUri: xss.text('ReportUri'),
      Override: xss.flag('Override'),
    },
  };
}
