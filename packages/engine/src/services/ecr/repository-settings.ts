import type {
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse,
  PutImageTagMutabilityRequest,
  PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkedExclusions, checkedMutability } from './check-repository.ts';
import type { EcrStore } from './ecr-store.ts';

export const settingOperations = {
  PutImageTagMutability: operation(putImageTagMutability),
  PutImageScanningConfiguration: operation(putImageScanningConfiguration),
};

function putImageTagMutability(
  store: EcrStore,
  { region, account }: RequestContext,
  input: PutImageTagMutabilityRequest,
): PutImageTagMutabilityResponse {
  const repository = store.repository(region, input);
  const tagMutability = checkedMutability(input.imageTagMutability);
  const exclusionFilters = checkedExclusions(
    input.imageTagMutabilityExclusionFilters,
    tagMutability,
  );
  store.put(region, { ...repository, tagMutability, exclusionFilters });
  return {
    registryId: account,
    repositoryName: repository.name,
    imageTagMutability: tagMutability,
    ...(exclusionFilters.length === 0
      ? {}
      : { imageTagMutabilityExclusionFilters: exclusionFilters }),
  };
}

function putImageScanningConfiguration(
  store: EcrStore,
  { region, account }: RequestContext,
  input: PutImageScanningConfigurationRequest,
): PutImageScanningConfigurationResponse {
  const repository = store.repository(region, input);
  const scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
  store.put(region, { ...repository, scanOnPush });
  return {
    registryId: account,
    repositoryName: repository.name,
    imageScanningConfiguration: { scanOnPush },
  };
}
