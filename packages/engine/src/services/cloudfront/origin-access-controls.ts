import type {
  CreateOriginAccessControlRequest,
  CreateOriginAccessControlResult,
  DeleteOriginAccessControlRequest,
  GetOriginAccessControlRequest,
  GetOriginAccessControlResult,
  ListOriginAccessControlsRequest,
  ListOriginAccessControlsResult,
  OriginAccessControl,
  OriginAccessControlConfig,
  UpdateOriginAccessControlRequest,
  UpdateOriginAccessControlResult,
} from '@aws-sdk/client-cloudfront';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkOriginAccessControl } from './policies/check-policies.ts';
import type { CloudFrontStore } from './cloudfront-store.ts';
import { listPage } from './pages.ts';
import type { Versioned } from './records.ts';

export const originAccessControlOperations = {
  CreateOriginAccessControl: operation(createOriginAccessControl),
  GetOriginAccessControl: operation(getOriginAccessControl),
  ListOriginAccessControls: operation(listOriginAccessControls),
  UpdateOriginAccessControl: operation(updateOriginAccessControl),
  DeleteOriginAccessControl: operation(deleteOriginAccessControl),
};

function createOriginAccessControl(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateOriginAccessControlRequest,
): CreateOriginAccessControlResult {
  return answer(
    store.configs.originAccessControls.create(
      checkOriginAccessControl(input.OriginAccessControlConfig),
    ),
  );
}

function getOriginAccessControl(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetOriginAccessControlRequest,
): GetOriginAccessControlResult {
  return answer(store.configs.originAccessControls.get(input.Id));
}

function listOriginAccessControls(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListOriginAccessControlsRequest,
): ListOriginAccessControlsResult {
  const rest = store.configs.originAccessControls
    .custom()
    .filter(({ id }) => id > (input.Marker ?? ''));
  const { items, list } = listPage(rest, input);
  const Items = items.map(({ id, config }) => ({
    ...config,
    Id: id,
    Description: config.Description ?? '',
  }));
  return { OriginAccessControlList: { ...list, Items } };
}

function updateOriginAccessControl(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UpdateOriginAccessControlRequest,
): UpdateOriginAccessControlResult {
  const config = checkOriginAccessControl(input.OriginAccessControlConfig);
  return answer(store.configs.originAccessControls.update(input.Id, config, input.IfMatch));
}

function deleteOriginAccessControl(
  store: CloudFrontStore,
  _context: RequestContext,
  input: DeleteOriginAccessControlRequest,
): void {
  store.configs.originAccessControls.delete(input.Id, input.IfMatch);
}

function answer(record: Versioned<OriginAccessControlConfig>): {
  ETag: string;
  OriginAccessControl: OriginAccessControl;
} {
  return { ETag: record.etag, OriginAccessControl: shape(record) };
}

function shape(record: Versioned<OriginAccessControlConfig>): OriginAccessControl {
  return {
    Id: record.id,
    OriginAccessControlConfig: record.config,
  };
}
