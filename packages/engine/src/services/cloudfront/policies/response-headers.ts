import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import type { CacheBehavior } from '@understudy/contract';
import { refuse } from '../errors.ts';

type Headers = CacheBehavior['responseHeaders'];

/** The headers that a response headers policy adds to every answer. */
export function responseHeaders(config: ResponseHeadersPolicyConfig): Headers {
  return [...corsHeaders(config), ...securityHeaders(config), ...customHeaders(config)];
}

/** Refuses what depends on the request or takes headers away, which the edge does not do. */
export function checkResponseHeaders(config: ResponseHeadersPolicyConfig): void {
  const removed = config.RemoveHeadersConfig?.Items ?? [];
  if (removed.length > 0)
    refuse('RemoveHeadersConfig', 'the local edge removes no headers of the origin');
  if (config.ServerTimingHeadersConfig?.Enabled === true)
    refuse('ServerTimingHeadersConfig', 'the local edge adds no Server-Timing header');
  const origins = config.CorsConfig?.AccessControlAllowOrigins?.Items ?? [];
  if (config.CorsConfig !== undefined && origins.join() !== '*')
    refuse(
      `CorsConfig.AccessControlAllowOrigins ${origins.join(', ')}`,
      "the local edge answers '*' only, the same to every origin",
    );
}

function corsHeaders({ CorsConfig: cors }: ResponseHeadersPolicyConfig): Headers {
  if (cors === undefined) return [];
  const override = cors.OriginOverride ?? false;
  const methods = cors.AccessControlAllowMethods?.Items ?? [];
  const rows: [string, string | undefined][] = [
    ['Access-Control-Allow-Origin', joined(cors.AccessControlAllowOrigins?.Items)],
    ['Access-Control-Allow-Headers', joined(cors.AccessControlAllowHeaders?.Items)],
    ['Access-Control-Allow-Methods', joined(methods.includes('ALL') ? ['*'] : methods)],
    ['Access-Control-Expose-Headers', joined(cors.AccessControlExposeHeaders?.Items)],
    ['Access-Control-Max-Age', cors.AccessControlMaxAgeSec?.toString()],
    [
      'Access-Control-Allow-Credentials',
      cors.AccessControlAllowCredentials === true ? 'true' : undefined,
    ],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value, override }]));
}

function securityHeaders({
  SecurityHeadersConfig: security,
}: ResponseHeadersPolicyConfig): Headers {
  const headers: Headers = [];
  const add = (name: string, value: string, override: boolean | undefined): void =>
    void headers.push({ name, value, override: override ?? false });
  const hsts = security?.StrictTransportSecurity;
  if (hsts !== undefined)
    add(
      'Strict-Transport-Security',
      `max-age=${hsts.AccessControlMaxAgeSec ?? 0}${hsts.IncludeSubdomains === true ? '; includeSubDomains' : ''}${hsts.Preload === true ? '; preload' : ''}`,
      hsts.Override,
    );
  if (security?.ContentTypeOptions !== undefined)
    add('X-Content-Type-Options', 'nosniff', security.ContentTypeOptions.Override);
  if (security?.FrameOptions !== undefined)
    add(
      'X-Frame-Options',
      security.FrameOptions.FrameOption ?? 'DENY',
      security.FrameOptions.Override,
    );
  if (security?.ReferrerPolicy !== undefined)
    add(
      'Referrer-Policy',
      security.ReferrerPolicy.ReferrerPolicy ?? '',
      security.ReferrerPolicy.Override,
    );
  if (security?.ContentSecurityPolicy !== undefined)
    add(
      'Content-Security-Policy',
      security.ContentSecurityPolicy.ContentSecurityPolicy ?? '',
      security.ContentSecurityPolicy.Override,
    );
  const xss = security?.XSSProtection;
  if (xss !== undefined)
    add(
      'X-XSS-Protection',
      xss.Protection === true
        ? `1${xss.ModeBlock === true ? '; mode=block' : ''}${xss.ReportUri === undefined ? '' : `; report=${xss.ReportUri}`}`
        : '0',
      xss.Override,
    );
  return headers;
}

function customHeaders({ CustomHeadersConfig: custom }: ResponseHeadersPolicyConfig): Headers {
  return (custom?.Items ?? []).map((item) => ({
    name: item.Header ?? '',
    value: item.Value ?? '',
    override: item.Override ?? false,
  }));
}

function joined(items: readonly string[] | undefined): string | undefined {
  return items === undefined || items.length === 0 ? undefined : items.join(', ');
}
