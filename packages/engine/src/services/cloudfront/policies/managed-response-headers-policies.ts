import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';

type Cors = NonNullable<ResponseHeadersPolicyConfig['CorsConfig']>;

const SECURITY_HEADERS: NonNullable<ResponseHeadersPolicyConfig['SecurityHeadersConfig']> = {
  ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
  StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
  ContentTypeOptions: { Override: true },
  FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
  XSSProtection: { Protection: true, ModeBlock: true, Override: false },
};

const SIMPLE_CORS = cors(['GET', 'HEAD'], undefined);
const PREFLIGHT_CORS = cors(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'], ['*']);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html */
export const MANAGED_RESPONSE_HEADERS_POLICIES: ReadonlyMap<string, ResponseHeadersPolicyConfig> =
  new Map<string, ResponseHeadersPolicyConfig>([
    [
      'e61eb60c-9c35-4d20-a928-2b84e02af89c',
      {
        Name: 'Managed-CORS-and-SecurityHeadersPolicy',
        CorsConfig: SIMPLE_CORS,
        SecurityHeadersConfig: SECURITY_HEADERS,
      },
    ],
    [
      '5cc3b908-e619-4b99-88e5-2cf7f45965bd',
      { Name: 'Managed-CORS-With-Preflight', CorsConfig: PREFLIGHT_CORS },
    ],
    [
      'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
      {
        Name: 'Managed-CORS-with-preflight-and-SecurityHeadersPolicy',
        CorsConfig: PREFLIGHT_CORS,
        SecurityHeadersConfig: SECURITY_HEADERS,
      },
    ],
    [
      '67f7725c-6f97-4210-82d7-5512b31e9d03',
      { Name: 'Managed-SecurityHeadersPolicy', SecurityHeadersConfig: SECURITY_HEADERS },
    ],
    [
      '60669652-455b-4ae9-85a4-c4c02393f86c',
      { Name: 'Managed-SimpleCORS', CorsConfig: SIMPLE_CORS },
    ],
  ]);

function cors(
  methods: NonNullable<Cors['AccessControlAllowMethods']>['Items'],
  exposed: string[] | undefined,
): Cors {
  return {
    AccessControlAllowCredentials: false,
    AccessControlAllowOrigins: { Quantity: 1, Items: ['*'] },
    AccessControlAllowHeaders: { Quantity: 1, Items: ['*'] },
    AccessControlAllowMethods: { Quantity: methods?.length, Items: methods },
    ...(exposed === undefined
      ? {}
      : { AccessControlExposeHeaders: { Quantity: exposed.length, Items: exposed } }),
    OriginOverride: false,
  };
}
