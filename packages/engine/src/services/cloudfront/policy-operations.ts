import type * as CloudFront from '@aws-sdk/client-cloudfront';
import type { Operation, RequestContext } from '../../kernel/service.ts';
import {
  checkCachePolicy,
  checkOriginAccessControl,
  checkOriginRequestPolicy,
  checkResponseHeadersPolicy,
  type PolicyTables,
} from './policies.ts';
import type { Versioned, VersionedTable } from './versioned-table.ts';

type Context = RequestContext;

/** Policies and origin access controls over the wire: one shape in five variations each. */
export function policyOperations(tables: PolicyTables): Record<string, Operation> {
  return {
    ...cachePolicyOperations(tables.cachePolicies),
    ...originRequestPolicyOperations(tables.originRequestPolicies),
    ...responseHeadersPolicyOperations(tables.responseHeadersPolicies),
    ...originAccessControlOperations(tables.originAccessControls),
  };
}

function cachePolicyOperations(
  cachePolicies: PolicyTables['cachePolicies'],
): Record<string, Operation> {
  const cache = shaper('CachePolicy', 'CachePolicyConfig');
  return {
    CreateCachePolicy: (_: Context, input: CloudFront.CreateCachePolicyRequest) =>
      cache(cachePolicies.create(checkCachePolicy(input.CachePolicyConfig))),
    GetCachePolicy: (_: Context, input: CloudFront.GetCachePolicyRequest) =>
      cache(cachePolicies.get(input.Id)),
    GetCachePolicyConfig: (_: Context, input: CloudFront.GetCachePolicyConfigRequest) =>
      configOf('CachePolicyConfig', cachePolicies.get(input.Id)),
    UpdateCachePolicy: (_: Context, input: CloudFront.UpdateCachePolicyRequest) =>
      cache(
        cachePolicies.update(input.Id, checkCachePolicy(input.CachePolicyConfig), input.IfMatch),
      ),
    DeleteCachePolicy: (_: Context, input: CloudFront.DeleteCachePolicyRequest) =>
      cachePolicies.delete(input.Id, input.IfMatch),
    ListCachePolicies: (_: Context, input: CloudFront.ListCachePoliciesRequest) =>
      list('CachePolicy', cachePolicies, cache, input.Type),
  };
}

function originRequestPolicyOperations(
  requests: PolicyTables['originRequestPolicies'],
): Record<string, Operation> {
  const request = shaper('OriginRequestPolicy', 'OriginRequestPolicyConfig');
  return {
    CreateOriginRequestPolicy: (_: Context, input: CloudFront.CreateOriginRequestPolicyRequest) =>
      request(requests.create(checkOriginRequestPolicy(input.OriginRequestPolicyConfig))),
    GetOriginRequestPolicy: (_: Context, input: CloudFront.GetOriginRequestPolicyRequest) =>
      request(requests.get(input.Id)),
    UpdateOriginRequestPolicy: (_: Context, input: CloudFront.UpdateOriginRequestPolicyRequest) =>
      request(
        requests.update(
          input.Id,
          checkOriginRequestPolicy(input.OriginRequestPolicyConfig),
          input.IfMatch,
        ),
      ),
    DeleteOriginRequestPolicy: (_: Context, input: CloudFront.DeleteOriginRequestPolicyRequest) =>
      requests.delete(input.Id, input.IfMatch),
    ListOriginRequestPolicies: (_: Context, input: CloudFront.ListOriginRequestPoliciesRequest) =>
      list('OriginRequestPolicy', requests, request, input.Type),
  };
}

function responseHeadersPolicyOperations(
  responses: PolicyTables['responseHeadersPolicies'],
): Record<string, Operation> {
  const response = shaper('ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig');
  return {
    CreateResponseHeadersPolicy: (
      _: Context,
      input: CloudFront.CreateResponseHeadersPolicyRequest,
    ) => response(responses.create(checkResponseHeadersPolicy(input.ResponseHeadersPolicyConfig))),
    GetResponseHeadersPolicy: (_: Context, input: CloudFront.GetResponseHeadersPolicyRequest) =>
      response(responses.get(input.Id)),
    UpdateResponseHeadersPolicy: (
      _: Context,
      input: CloudFront.UpdateResponseHeadersPolicyRequest,
    ) =>
      response(
        responses.update(
          input.Id,
          checkResponseHeadersPolicy(input.ResponseHeadersPolicyConfig),
          input.IfMatch,
        ),
      ),
    DeleteResponseHeadersPolicy: (
      _: Context,
      input: CloudFront.DeleteResponseHeadersPolicyRequest,
    ) => responses.delete(input.Id, input.IfMatch),
    ListResponseHeadersPolicies: (
      _: Context,
      input: CloudFront.ListResponseHeadersPoliciesRequest,
    ) => list('ResponseHeadersPolicy', responses, response, input.Type),
  };
}

function originAccessControlOperations(
  controls: PolicyTables['originAccessControls'],
): Record<string, Operation> {
  return {
    CreateOriginAccessControl: (_: Context, input: CloudFront.CreateOriginAccessControlRequest) =>
      control(controls.create(checkOriginAccessControl(input.OriginAccessControlConfig))),
    GetOriginAccessControl: (_: Context, input: CloudFront.GetOriginAccessControlRequest) =>
      control(controls.get(input.Id)),
    UpdateOriginAccessControl: (_: Context, input: CloudFront.UpdateOriginAccessControlRequest) =>
      control(
        controls.update(
          input.Id,
          checkOriginAccessControl(input.OriginAccessControlConfig),
          input.IfMatch,
        ),
      ),
    DeleteOriginAccessControl: (_: Context, input: CloudFront.DeleteOriginAccessControlRequest) =>
      controls.delete(input.Id, input.IfMatch),
    ListOriginAccessControls: () => {
      const items = controls.custom().map(({ id, config }) => ({ Id: id, ...config }));
      return {
        OriginAccessControlList: {
          Marker: '',
          MaxItems: 100,
          IsTruncated: false,
          Quantity: items.length,
          Items: items,
        },
      };
    },
  };
}

function shaper(
  name: string,
  config: string,
): (record: Versioned<unknown>) => { ETag: string } & Record<string, unknown> {
  return (record) => ({
    ETag: record.etag,
    [name]: {
      Id: record.id,
      LastModifiedTime: new Date(record.modifiedMs),
      [config]: record.config,
    },
  });
}

function configOf(name: string, record: Versioned<unknown>): Record<string, unknown> {
  return { ETag: record.etag, [name]: record.config };
}

function control(
  record: Versioned<CloudFront.OriginAccessControlConfig>,
): CloudFront.CreateOriginAccessControlResult {
  return {
    ETag: record.etag,
    OriginAccessControl: { Id: record.id, OriginAccessControlConfig: record.config },
  };
}

function list<Config extends { Name: string | undefined }>(
  name: string,
  table: VersionedTable<Config>,
  shape: (record: Versioned<unknown>) => Record<string, unknown>,
  type: 'managed' | 'custom' | undefined,
): Record<string, unknown> {
  const of = (kind: 'managed' | 'custom', records: Versioned<Config>[]): unknown[] =>
    type === undefined || type === kind
      ? records.map((record) => ({ Type: kind, [name]: shape(record)[name] }))
      : [];
  const items = [...of('managed', table.managed()), ...of('custom', table.custom())];
  return { [`${name}List`]: { MaxItems: 100, Quantity: items.length, Items: items } };
}
