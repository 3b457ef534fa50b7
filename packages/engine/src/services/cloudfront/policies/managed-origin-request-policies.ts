import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';

const CORS_REQUEST_HEADERS = [
  'Origin',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Method',
];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
export const MANAGED_ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, OriginRequestPolicyConfig> =
  new Map([
    [
      '216adef6-5c7f-47e4-b989-5492eafa07d3',
      everything('Managed-AllViewer', { HeaderBehavior: 'allViewer' }),
    ],
    [
      '33f36d7e-f396-46d9-90e0-52428a34d9dc',
      everything('Managed-AllViewerAndCloudFrontHeaders-2022-06', {
        HeaderBehavior: 'allViewerAndWhitelistCloudFront',
        Headers: list([
          'CloudFront-Forwarded-Proto',
          'CloudFront-Is-Android-Viewer',
          'CloudFront-Is-Desktop-Viewer',
          'CloudFront-Is-IOS-Viewer',
          'CloudFront-Is-Mobile-Viewer',
          'CloudFront-Is-SmartTV-Viewer',
          'CloudFront-Is-Tablet-Viewer',
          'CloudFront-Viewer-Address',
          'CloudFront-Viewer-ASN',
          'CloudFront-Viewer-City',
          'CloudFront-Viewer-Country',
          'CloudFront-Viewer-Country-Name',
          'CloudFront-Viewer-Country-Region',
          'CloudFront-Viewer-Country-Region-Name',
          'CloudFront-Viewer-Http-Version',
          'CloudFront-Viewer-Latitude',
          'CloudFront-Viewer-Longitude',
          'CloudFront-Viewer-Metro-Code',
          'CloudFront-Viewer-Postal-Code',
          'CloudFront-Viewer-Time-Zone',
          'CloudFront-Viewer-TLS',
        ]),
      }),
    ],
    [
      'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      everything('Managed-AllViewerExceptHostHeader', {
        HeaderBehavior: 'allExcept',
        Headers: list(['Host']),
      }),
    ],
    ['59781a5b-3903-41f3-afcb-af62929ccde1', headersOnly('Managed-CORS-CustomOrigin', ['Origin'])],
    [
      '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
      headersOnly('Managed-CORS-S3Origin', CORS_REQUEST_HEADERS),
    ],
    [
      '775133bc-15f2-49f9-abea-afb2e0bf67d2',
      {
        ...headersOnly('Managed-Elemental-MediaTailor-PersonalizedManifests', [
          ...CORS_REQUEST_HEADERS,
          'User-Agent',
          'X-Forwarded-For',
        ]),
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    ],
    ['bf0718e1-ba1e-49d1-88b1-f726733018ae', headersOnly('Managed-HostHeaderOnly', ['Host'])],
    [
      'acba4595-bd28-49b8-b9fe-13317c0390fa',
      headersOnly('Managed-UserAgentRefererHeaders', ['User-Agent', 'Referer']),
    ],
  ]);

function everything(
  Name: string,
  HeadersConfig: OriginRequestPolicyConfig['HeadersConfig'],
): OriginRequestPolicyConfig {
  return {
    Name,
    HeadersConfig,
    CookiesConfig: { CookieBehavior: 'all' },
    QueryStringsConfig: { QueryStringBehavior: 'all' },
  };
}

function headersOnly(Name: string, headers: string[]): OriginRequestPolicyConfig {
  return {
    Name,
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: list(headers) },
    CookiesConfig: { CookieBehavior: 'none' },
    QueryStringsConfig: { QueryStringBehavior: 'none' },
  };
}

function list(Items: string[]): { Quantity: number; Items: string[] } {
  return { Quantity: Items.length, Items };
}
